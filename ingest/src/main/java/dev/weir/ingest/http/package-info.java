/**
 * The only way out of Weir: a polite, bounded HTTP and WebSocket client that cannot be led into
 * private networks. Settings and results are plain records; OkHttp stays inside.
 */
@NullMarked
package dev.weir.ingest.http;

import org.jspecify.annotations.NullMarked;
