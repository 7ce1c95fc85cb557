/** How long Spark's queries take to work off a backlog, and in how much memory. */
@NullMarked
package dev.weir.trial.backlog;

import org.jspecify.annotations.NullMarked;
