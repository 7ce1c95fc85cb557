/**
 * Polls networks. This package holds the code that networks share: results of items, strict JSON,
 * plain text from markup, frontier entries for links. Each network has a package of its own, and
 * none imports another.
 */
@NullMarked
package dev.weir.pollers;

import org.jspecify.annotations.NullMarked;
