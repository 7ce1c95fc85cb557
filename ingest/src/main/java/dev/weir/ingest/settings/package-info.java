/** The sections of the settings file that scrapers and pollers share, as validating records. */
@NullMarked
package dev.weir.ingest.settings;

import org.jspecify.annotations.NullMarked;
