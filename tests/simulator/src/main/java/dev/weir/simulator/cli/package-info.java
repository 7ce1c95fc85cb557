/** The simulator's command line. */
@NullMarked
package dev.weir.simulator.cli;

import org.jspecify.annotations.NullMarked;
