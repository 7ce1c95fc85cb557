/** Tests against recorded real-world data, where it is present. */
@NullMarked
package dev.weir.scrapers.corpus;

import org.jspecify.annotations.NullMarked;
