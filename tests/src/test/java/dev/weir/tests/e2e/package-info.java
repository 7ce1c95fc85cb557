/** Weir as its users run it: real processes, fed by the simulator, held against its oracle. */
@NullMarked
package dev.weir.tests.e2e;

import org.jspecify.annotations.NullMarked;
