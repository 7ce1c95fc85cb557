/** Compares what was read with what was expected, counts outcomes and prints them. */
@NullMarked
package dev.weir.scrapers.report;

import org.jspecify.annotations.NullMarked;
