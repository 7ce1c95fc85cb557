/** What programs say of themselves: their status file, and what they would fetch. */
@NullMarked
package dev.weir.schemas.status;

import org.jspecify.annotations.NullMarked;
