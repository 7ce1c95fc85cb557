/** The commands that administer servers and sources: topics, schemas, sources, submit. */
@NullMarked
package dev.weir.infra.cli.admin;

import org.jspecify.annotations.NullMarked;
