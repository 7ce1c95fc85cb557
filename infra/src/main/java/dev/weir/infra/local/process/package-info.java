/** Child processes: how a part of the stack is started, asked whether it is ready, and ended. */
@NullMarked
package dev.weir.infra.local.process;

import org.jspecify.annotations.NullMarked;
