/**
 * The contract between the parts of Weir: records, topics, wire format, registry and settings, a
 * package each.
 */
@NullMarked
package dev.weir.schemas;

import org.jspecify.annotations.NullMarked;
