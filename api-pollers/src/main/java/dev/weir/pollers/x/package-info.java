/** X's API v2 through Twitter4J and its v2 extension. */
@NullMarked
package dev.weir.pollers.x;

import org.jspecify.annotations.NullMarked;
