/** The command that spark-submit starts. */
@NullMarked
package dev.weir.spark.cli;

import org.jspecify.annotations.NullMarked;
