/** Tests. */
@NullMarked
package dev.weir.scrapers.feed;

import org.jspecify.annotations.NullMarked;
