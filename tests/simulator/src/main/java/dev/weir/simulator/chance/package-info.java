/** Chance from a seed. */
@NullMarked
package dev.weir.simulator.chance;

import org.jspecify.annotations.NullMarked;
