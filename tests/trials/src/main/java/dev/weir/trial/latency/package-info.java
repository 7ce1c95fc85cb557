/** Measures how long items take from the simulator into {@code aggregates}. */
@NullMarked
package dev.weir.trial.latency;

import org.jspecify.annotations.NullMarked;
