/** Scrapes sites. */
@NullMarked
package dev.weir.scrapers;

import org.jspecify.annotations.NullMarked;
