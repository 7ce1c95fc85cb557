/** Compares results with expectations, counts outcomes and prints them. */
@NullMarked
package dev.weir.scrapers.report;

import org.jspecify.annotations.NullMarked;
