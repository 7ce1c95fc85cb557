/** The Spark application as a process, against real servers. */
@NullMarked
package dev.weir.tests.spark;

import org.jspecify.annotations.NullMarked;
