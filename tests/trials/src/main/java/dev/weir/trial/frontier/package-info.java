/** How large the frontier may become, and what it costs. */
@NullMarked
package dev.weir.trial.frontier;

import org.jspecify.annotations.NullMarked;
