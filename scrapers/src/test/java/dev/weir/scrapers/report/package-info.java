/** Tests. */
@NullMarked
package dev.weir.scrapers.report;

import org.jspecify.annotations.NullMarked;
