package dev.weir.infra.s3;

import java.time.Instant;

/**
 * What a store knows of an object without reading it.
 *
 * @param location where it lies
 * @param bytes its length
 * @param etag changes whenever the content changes; without quotes
 * @param modified when it was last written
 */
public record ObjectInfo(ObjectLocation location, long bytes, String etag, Instant modified) {}
