/** The pollers against the simulator. */
@NullMarked
package dev.weir.tests.pollers;

import org.jspecify.annotations.NullMarked;
