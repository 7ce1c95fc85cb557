/** A page's links: canonical URL, outlinks, and redirects by {@code <meta http-equiv=refresh>}. */
@NullMarked
package dev.weir.scrapers.page.link;

import org.jspecify.annotations.NullMarked;
