/** Small questions about text and markup, which the readers of pages share. */
@NullMarked
package dev.weir.scrapers.page.markup;

import org.jspecify.annotations.NullMarked;
