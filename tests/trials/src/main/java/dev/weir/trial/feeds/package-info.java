/** Whether thousands of feeds are polled on time, and what that costs. */
@NullMarked
package dev.weir.trial.feeds;

import org.jspecify.annotations.NullMarked;
