/** What a page says of itself: JSON-LD, {@code meta} tags, microdata, visible dates, language. */
@NullMarked
package dev.weir.scrapers.page.metadata;

import org.jspecify.annotations.NullMarked;
