/** Tests. */
@NullMarked
package dev.weir.scrapers.page.metadata;

import org.jspecify.annotations.NullMarked;
