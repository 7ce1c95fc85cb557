/** Helpers for text and markup. */
@NullMarked
package dev.weir.scrapers.page.markup;

import org.jspecify.annotations.NullMarked;
