/** The weir command. */
@NullMarked
package dev.weir.infra.cli;

import org.jspecify.annotations.NullMarked;
