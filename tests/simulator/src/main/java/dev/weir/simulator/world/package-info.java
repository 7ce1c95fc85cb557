/**
 * The simulated world as a pure plan: the same settings give the same items, whoever asks and in
 * whatever order.
 */
@NullMarked
package dev.weir.simulator.world;

import org.jspecify.annotations.NullMarked;
