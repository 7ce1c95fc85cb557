package dev.weir.infra.history;

import dev.weir.infra.s3.ObjectInfo;
import dev.weir.infra.s3.ObjectLocation;
import dev.weir.infra.s3.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** An object store in a folder, which remembers what was downloaded. */
final class FolderStore implements ObjectStore {

  final List<ObjectLocation> downloads = Collections.synchronizedList(new ArrayList<>());
  private final Path root;

  FolderStore(Path root) {
    this.root = root;
  }

  Path file(ObjectLocation location) {
    return root.resolve(location.bucket()).resolve(location.key());
  }

  @Override
  public void createBucket(String bucket) throws IOException {
    Files.createDirectories(root.resolve(bucket));
  }

  @Override
  public boolean bucketExists(String bucket) {
    return Files.isDirectory(root.resolve(bucket));
  }

  @Override
  public void list(ObjectLocation prefix, Consumer<ObjectInfo> action) throws IOException {
    Path bucket = root.resolve(prefix.bucket());
    try (Stream<Path> files = Files.walk(bucket)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
        String key = bucket.relativize(file).toString();
        if (key.startsWith(prefix.key())) {
          action.accept(info(new ObjectLocation(prefix.bucket(), key)));
        }
      }
    }
  }

  @Override
  public List<String> folders(ObjectLocation prefix) {
    throw new UnsupportedOperationException();
  }

  private ObjectInfo info(ObjectLocation location) throws IOException {
    Path file = file(location);
    return new ObjectInfo(
        location, Files.size(file), "etag", Files.getLastModifiedTime(file).toInstant());
  }

  @Override
  public Optional<ObjectInfo> head(ObjectLocation location) throws IOException {
    return Files.exists(file(location)) ? Optional.of(info(location)) : Optional.empty();
  }

  @Override
  public ObjectInfo download(ObjectLocation location, Path target) throws IOException {
    try {
      Files.copy(file(location), target, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      throw new IOException("Cannot read " + location, e);
    }
    downloads.add(location);
    return info(location);
  }

  @Override
  public InputStream open(ObjectLocation location, long offset) throws IOException {
    InputStream in = Files.newInputStream(file(location));
    in.skipNBytes(offset);
    return in;
  }

  @Override
  public void upload(ObjectLocation location, Path source) throws IOException {
    Files.createDirectories(file(location).getParent());
    Files.copy(source, file(location), StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(ObjectLocation location) throws IOException {
    Files.deleteIfExists(file(location));
  }

  @Override
  public void close() {}
}
