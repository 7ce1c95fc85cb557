/** The settings file, the sections that all programs share, and how a value is written there. */
@NullMarked
package dev.weir.schemas.settings;

import org.jspecify.annotations.NullMarked;
