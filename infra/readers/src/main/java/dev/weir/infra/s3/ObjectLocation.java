package dev.weir.infra.s3;

/**
 * Where an object lies: a bucket and a key in it.
 *
 * @param bucket the bucket's name
 * @param key the key, without a leading slash; may be empty where a prefix is meant
 */
public record ObjectLocation(String bucket, String key) {

  /**
   * Reads a location as Iceberg and Hadoop write it.
   *
   * @param uri {@code s3://bucket/key}, or the same with {@code s3a} or {@code s3n}
   * @throws IllegalArgumentException where it is something else
   */
  public static ObjectLocation parse(String uri) {
    int scheme = uri.indexOf("://");
    String name = scheme < 0 ? "" : uri.substring(0, scheme);
    if (!name.equals("s3") && !name.equals("s3a") && !name.equals("s3n")) {
      throw new IllegalArgumentException("Expected s3:// or s3a:// URI, got: " + uri);
    }
    String rest = uri.substring(scheme + 3);
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException("Expected a bucket in the URI, got: " + uri);
    }
    return new ObjectLocation(bucket, slash < 0 ? "" : rest.substring(slash + 1));
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
