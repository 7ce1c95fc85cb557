/** The embedded servers: Kafka, the schema registry, and an S3 endpoint, on loopback only. */
@NullMarked
package dev.weir.infra.local.server;

import org.jspecify.annotations.NullMarked;
