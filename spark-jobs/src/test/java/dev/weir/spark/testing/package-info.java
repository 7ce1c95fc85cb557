/** What tests share: one session a JVM, streams from memory, rows. */
@NullMarked
package dev.weir.spark.testing;

import org.jspecify.annotations.NullMarked;
