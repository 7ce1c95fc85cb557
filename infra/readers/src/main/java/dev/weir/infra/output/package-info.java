/** Rows on standard output: as a table for people, as CSV or JSON lines for programs. */
@NullMarked
package dev.weir.infra.output;

import org.jspecify.annotations.NullMarked;
