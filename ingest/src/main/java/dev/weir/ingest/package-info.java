/** Code shared by scrapers and pollers. */
@NullMarked
package dev.weir.ingest;

import org.jspecify.annotations.NullMarked;
