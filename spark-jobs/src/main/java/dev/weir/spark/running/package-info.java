/** What a query is, and what runs it: checkpoints, start-up checks, status, restarts. */
@NullMarked
package dev.weir.spark.running;

import org.jspecify.annotations.NullMarked;
