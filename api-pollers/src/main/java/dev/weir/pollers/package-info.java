/** Polls networks. */
@NullMarked
package dev.weir.pollers;

import org.jspecify.annotations.NullMarked;
