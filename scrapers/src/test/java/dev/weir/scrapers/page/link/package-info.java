/** Tests. */
@NullMarked
package dev.weir.scrapers.page.link;

import org.jspecify.annotations.NullMarked;
