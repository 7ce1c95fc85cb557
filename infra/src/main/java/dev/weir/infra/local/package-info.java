/** The embedded stack: real servers as child processes on loopback, and what supervises them. */
@NullMarked
package dev.weir.infra.local;

import org.jspecify.annotations.NullMarked;
