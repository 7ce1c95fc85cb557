/** Decodes bytes to characters, and parses dates as people and programs write them. Pure. */
@NullMarked
package dev.weir.scrapers.text;

import org.jspecify.annotations.NullMarked;
