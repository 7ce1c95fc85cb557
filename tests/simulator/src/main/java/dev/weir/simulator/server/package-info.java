/** The simulated world over HTTP and WebSocket. */
@NullMarked
package dev.weir.simulator.server;

import org.jspecify.annotations.NullMarked;
