/** What a host lets robots fetch, and how often. */
@NullMarked
package dev.weir.scrapers.robots;

import org.jspecify.annotations.NullMarked;
