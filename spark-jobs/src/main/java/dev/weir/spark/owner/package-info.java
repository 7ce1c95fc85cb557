/**
 * One owner a query: who may run it, how a second application is refused, and how one that was
 * replaced is kept from writing.
 */
@NullMarked
package dev.weir.spark.owner;

import org.jspecify.annotations.NullMarked;
