/**
 * Polls networks. This package holds what the networks share: what becomes of an item, how JSON is
 * read strictly, how markup becomes text, how links become frontier entries. Each network has a
 * package of its own, and none imports another.
 */
@NullMarked
package dev.weir.pollers;

import org.jspecify.annotations.NullMarked;
