/** Shards, with a real broker and registry. */
package dev.weir.tests.ingest;
