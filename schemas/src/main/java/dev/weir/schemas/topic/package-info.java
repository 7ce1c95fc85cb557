/** The catalogue of topics, and their keys. */
@NullMarked
package dev.weir.schemas.topic;

import org.jspecify.annotations.NullMarked;
