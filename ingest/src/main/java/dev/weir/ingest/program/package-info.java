/**
 * The common base of source programs: the source types on their class path, and the commands {@code
 * run}, {@code once}, {@code check} and {@code describe}. A new kind of source is a {@link
 * dev.weir.ingest.program.SourceType}.
 */
@NullMarked
package dev.weir.ingest.program;

import org.jspecify.annotations.NullMarked;
