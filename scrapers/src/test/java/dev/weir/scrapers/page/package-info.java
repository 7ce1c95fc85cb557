/** Tests. */
@NullMarked
package dev.weir.scrapers.page;

import org.jspecify.annotations.NullMarked;
