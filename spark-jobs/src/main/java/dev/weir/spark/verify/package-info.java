/** The proof: windows recomputed from the history, compared with what was published. */
@NullMarked
package dev.weir.spark.verify;

import org.jspecify.annotations.NullMarked;
