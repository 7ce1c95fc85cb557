/** What may go wrong in the simulated world, and the plan of when it does. */
@NullMarked
package dev.weir.simulator.fault;

import org.jspecify.annotations.NullMarked;
