/** Bluesky's Jetstream. */
@NullMarked
package dev.weir.pollers.bluesky;

import org.jspecify.annotations.NullMarked;
