/**
 * Reading the stream without Spark: records as JSON lines, whole compacted topics, and the figures
 * of the live view.
 */
@NullMarked
package dev.weir.infra.stream;

import org.jspecify.annotations.NullMarked;
