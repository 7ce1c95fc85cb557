/** Tests. */
@NullMarked
package dev.weir.scrapers.text;

import org.jspecify.annotations.NullMarked;
