/** The sections of the settings file that scrapers read, as validating records. */
@NullMarked
package dev.weir.scrapers.settings;

import org.jspecify.annotations.NullMarked;
