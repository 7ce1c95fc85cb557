/** Reads feeds (RSS, Atom, JSON Feed). Pure: no clock, no network. */
@NullMarked
package dev.weir.scrapers.feed;

import org.jspecify.annotations.NullMarked;
