/** The client of the schema registry, and its memory on disk. */
@NullMarked
package dev.weir.schemas.registry;

import org.jspecify.annotations.NullMarked;
