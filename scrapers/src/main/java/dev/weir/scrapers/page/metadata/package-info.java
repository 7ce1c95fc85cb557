/** A page's metadata: JSON-LD, {@code meta} tags, microdata, visible dates, language. */
@NullMarked
package dev.weir.scrapers.page.metadata;

import org.jspecify.annotations.NullMarked;
