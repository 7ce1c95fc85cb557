/** Tests. */
@NullMarked
package dev.weir.scrapers.cli;

import org.jspecify.annotations.NullMarked;
