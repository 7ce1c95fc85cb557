/** A whole stack: what it is made of, and the supervisor that starts it and keeps it alive. */
@NullMarked
package dev.weir.infra.local.stack;

import org.jspecify.annotations.NullMarked;
