/** Recorded pages, feeds and payloads, for the simulator to serve. */
@NullMarked
package dev.weir.simulator.corpus;

import org.jspecify.annotations.NullMarked;
