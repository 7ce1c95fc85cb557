/** The command line of the pollers. */
@NullMarked
package dev.weir.pollers.cli;

import org.jspecify.annotations.NullMarked;
