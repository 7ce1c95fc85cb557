/** The embedded stack, with real servers. */
package dev.weir.tests.local;
