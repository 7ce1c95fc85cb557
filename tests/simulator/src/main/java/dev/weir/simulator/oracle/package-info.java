/** What the simulator truly served, and the right answers that follow from it. */
@NullMarked
package dev.weir.simulator.oracle;

import org.jspecify.annotations.NullMarked;
