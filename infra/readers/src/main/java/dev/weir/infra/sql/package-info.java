/**
 * SQL in this process, by DuckDB, fenced in: it reads what it is given, and neither writes nor
 * reaches anywhere else.
 */
@NullMarked
package dev.weir.infra.sql;

import org.jspecify.annotations.NullMarked;
