/** The scrapers' sections of the settings file, as validating records. */
@NullMarked
package dev.weir.scrapers.settings;

import org.jspecify.annotations.NullMarked;
