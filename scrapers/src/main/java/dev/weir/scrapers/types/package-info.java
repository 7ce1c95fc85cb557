/** The types of sources of the scrapers: feeds, sitemaps, sites and shorteners. */
@NullMarked
package dev.weir.scrapers.types;

import org.jspecify.annotations.NullMarked;
