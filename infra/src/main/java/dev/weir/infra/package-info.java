/** The embedded stack and the weir command. */
@NullMarked
package dev.weir.infra;

import org.jspecify.annotations.NullMarked;
