/** How our own programs are started: scrapers, pollers, and the Spark jobs. */
@NullMarked
package dev.weir.infra.local.program;

import org.jspecify.annotations.NullMarked;
