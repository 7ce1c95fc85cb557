/** Reads XML that others wrote, well-formed or not, within bounds. Pure: no clock, no network. */
@NullMarked
package dev.weir.scrapers.xml;

import org.jspecify.annotations.NullMarked;
