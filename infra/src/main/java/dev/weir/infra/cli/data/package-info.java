/** The commands that read: tail and history. */
@NullMarked
package dev.weir.infra.cli.data;

import org.jspecify.annotations.NullMarked;
