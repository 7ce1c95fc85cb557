/** Small inputs from public bug reports, each with its right answer, run through the commands. */
@NullMarked
package dev.weir.tests.cases;

import org.jspecify.annotations.NullMarked;
