/** The command line of the scrapers. */
@NullMarked
package dev.weir.scrapers.cli;

import org.jspecify.annotations.NullMarked;
