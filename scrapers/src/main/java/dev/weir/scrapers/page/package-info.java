/** Extracts metadata, main text, links and hash from a fetched page. Pure: no clock, no network. */
@NullMarked
package dev.weir.scrapers.page;

import org.jspecify.annotations.NullMarked;
