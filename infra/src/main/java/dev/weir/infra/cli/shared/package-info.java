/** What the commands share: options, tables and JSON. */
@NullMarked
package dev.weir.infra.cli.shared;

import org.jspecify.annotations.NullMarked;
