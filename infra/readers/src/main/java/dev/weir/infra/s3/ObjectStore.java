package dev.weir.infra.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The few things that Weir itself does with a bucket. The Spark jobs have their own client; this is
 * for the command line.
 *
 * <p>Failures of the store or of the way to it are {@link IOException}s that name the object.
 * Implementations serve several threads at once.
 */
public interface ObjectStore extends AutoCloseable {

  /** Creates the bucket; does nothing where it exists. */
  void createBucket(String bucket) throws IOException;

  /** Whether the bucket exists and may be read. */
  boolean bucketExists(String bucket) throws IOException;

  /**
   * Passes on every object whose key starts with the prefix, in the order of the keys. The listing
   * is read page by page, so memory does not depend on how many there are.
   */
  void list(ObjectLocation prefix, Consumer<ObjectInfo> action) throws IOException;

  /**
   * The folders right under the prefix, as keys that end in a slash. The prefix is empty or ends in
   * a slash.
   */
  List<String> folders(ObjectLocation prefix) throws IOException;

  /** What is known of an object; empty where there is none. */
  Optional<ObjectInfo> head(ObjectLocation location) throws IOException;

  /**
   * Writes the object's content into the file, which is replaced. A failed transfer may leave a
   * part of it behind.
   */
  ObjectInfo download(ObjectLocation location, Path file) throws IOException;

  /**
   * Opens the object from a byte on to its end. The caller closes it, and may do so early at no
   * cost.
   */
  InputStream open(ObjectLocation location, long offset) throws IOException;

  /** Writes an object in one piece; readers see the old or the new one. */
  void upload(ObjectLocation location, Path file) throws IOException;

  /** Removes an object; does nothing where there is none. */
  void delete(ObjectLocation location) throws IOException;

  @Override
  void close();
}
