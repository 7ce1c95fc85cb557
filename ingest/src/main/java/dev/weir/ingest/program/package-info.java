/**
 * What the programs of scrapers and pollers have in common: their settings, and the commands {@code
 * run}, {@code once} and {@code check} over their sources. A further program brings its sources as
 * a {@link dev.weir.ingest.program.SourceProgram} and mixes these commands in.
 */
@NullMarked
package dev.weir.ingest.program;

import org.jspecify.annotations.NullMarked;
