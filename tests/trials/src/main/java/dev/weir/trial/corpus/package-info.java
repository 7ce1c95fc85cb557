/**
 * The recordings through a whole Weir: where each of them ended, and how far what was kept agrees
 * with what is expected of them.
 */
@NullMarked
package dev.weir.trial.corpus;

import org.jspecify.annotations.NullMarked;
