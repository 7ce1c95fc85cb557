/**
 * A whole Weir against the simulator, as processes on loopback: what the end-to-end tests and the
 * trials that print figures stand on.
 */
@NullMarked
package dev.weir.trial;

import org.jspecify.annotations.NullMarked;
