/**
 * Reads text that others wrote: bytes to characters, and dates as people and programs write them.
 * Pure.
 */
@NullMarked
package dev.weir.scrapers.text;

import org.jspecify.annotations.NullMarked;
