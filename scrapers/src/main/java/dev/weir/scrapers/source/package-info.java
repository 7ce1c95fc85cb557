/**
 * The sources of the scrapers: feeds, sitemaps, and the pages of a site. Each turns what a server
 * answers into records and a new position; when they are asked, and how it is published, is the
 * runtime's.
 */
@NullMarked
package dev.weir.scrapers.source;

import org.jspecify.annotations.NullMarked;
