/** The data folder of a stack, and the settings that its programs read. */
@NullMarked
package dev.weir.infra.local.folder;

import org.jspecify.annotations.NullMarked;
