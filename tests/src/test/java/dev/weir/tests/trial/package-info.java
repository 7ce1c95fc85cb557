/** Trials as tests: a whole Weir, and what it must show. */
@NullMarked
package dev.weir.tests.trial;

import org.jspecify.annotations.NullMarked;
