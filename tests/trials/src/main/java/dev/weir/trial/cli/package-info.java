/** The command {@code trial}: runs a whole Weir against a simulated world, and prints figures. */
@NullMarked
package dev.weir.trial.cli;

import org.jspecify.annotations.NullMarked;
