/** Reads sitemaps and their indexes (sitemaps.org). Pure: no clock, no network. */
@NullMarked
package dev.weir.scrapers.sitemap;

import org.jspecify.annotations.NullMarked;
