/** The commands that start, show and end a stack: up, down, status, logs. */
@NullMarked
package dev.weir.infra.cli.stack;

import org.jspecify.annotations.NullMarked;
