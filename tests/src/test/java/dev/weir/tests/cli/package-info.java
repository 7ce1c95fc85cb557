/** The commands of a stack that runs, each run as a process, as a user does. */
@NullMarked
package dev.weir.tests.cli;

import org.jspecify.annotations.NullMarked;
