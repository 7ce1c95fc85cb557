/**
 * The two kinds of source, <em>poll</em> and <em>stream</em>, and how they report progress. Nothing
 * here knows Kafka, threads or clocks: a source is given a position and the time, and returns
 * records with the next position.
 */
@NullMarked
package dev.weir.ingest.source;

import org.jspecify.annotations.NullMarked;
