/** Mastodon's REST API, and that of the servers that speak it. */
@NullMarked
package dev.weir.pollers.mastodon;

import org.jspecify.annotations.NullMarked;
