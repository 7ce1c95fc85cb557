/**
 * Finds the main text of a page, in the manner of Readability: a copy of the body is pruned, its
 * parts are scored, and the best of them are joined, cleaned and rendered.
 */
@NullMarked
package dev.weir.scrapers.page.article;

import org.jspecify.annotations.NullMarked;
