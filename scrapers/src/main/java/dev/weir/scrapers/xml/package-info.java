/** Reads XML from the web, well-formed or not, within limits. Pure: no clock, no network. */
@NullMarked
package dev.weir.scrapers.xml;

import org.jspecify.annotations.NullMarked;
