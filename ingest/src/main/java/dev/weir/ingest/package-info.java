/** What scrapers and pollers share. */
@NullMarked
package dev.weir.ingest;

import org.jspecify.annotations.NullMarked;
