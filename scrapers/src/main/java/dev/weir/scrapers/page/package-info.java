/** Reads a fetched page: metadata, main text, links, hash. Pure: no clock, no network. */
@NullMarked
package dev.weir.scrapers.page;

import org.jspecify.annotations.NullMarked;
