/**
 * The sources of the scrapers: feeds, sitemaps, and the pages of a site. Each turns responses into
 * records and a new position; the runtime schedules and publishes.
 */
@NullMarked
package dev.weir.scrapers.source;

import org.jspecify.annotations.NullMarked;
