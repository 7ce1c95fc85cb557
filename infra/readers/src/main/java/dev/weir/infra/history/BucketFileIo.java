package dev.weir.infra.history;

import dev.weir.infra.s3.ObjectInfo;
import dev.weir.infra.s3.ObjectLocation;
import dev.weir.infra.s3.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Lets Iceberg read a bucket through our own client, whatever the scheme of its paths ({@code
 * s3a://} as Spark writes them, or {@code s3://}). Reads only. Files whose length the metadata
 * state are taken from the cache.
 */
final class BucketFileIo implements FileIO {

  private static final long serialVersionUID = 1L;

  private final transient ObjectStore store;
  private final transient FileCache cache;

  BucketFileIo(ObjectStore store, FileCache cache) {
    this.store = store;
    this.cache = cache;
  }

  @Override
  public InputFile newInputFile(String path) {
    return new BucketFile(path, -1);
  }

  @Override
  public InputFile newInputFile(String path, long length) {
    return new BucketFile(path, length);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    throw new UnsupportedOperationException("The history is only read here: " + path);
  }

  @Override
  public void deleteFile(String path) {
    throw new UnsupportedOperationException("The history is only read here: " + path);
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    throw new NotSerializableException(BucketFileIo.class.getName());
  }

  private final class BucketFile implements InputFile {

    private final String path;
    private final ObjectLocation location;
    private final long length;

    BucketFile(String path, long length) {
      this.path = path;
      this.location = ObjectLocation.parse(path);
      this.length = length;
    }

    @Override
    public long getLength() {
      return length >= 0 ? length : head().bytes();
    }

    private ObjectInfo head() {
      try {
        return store
            .head(location)
            .orElseThrow(() -> new NotFoundException("No such object: %s", location));
      } catch (IOException e) {
        throw failed(e);
      }
    }

    private NotFoundException failed(IOException e) {
      return new NotFoundException(e, "%s", e.getMessage());
    }

    @Override
    public SeekableInputStream newStream() {
      try {
        return new InMemoryStream(content());
      } catch (IOException e) {
        throw failed(e);
      }
    }

    /** Metadata files are small, and are read whole anyway. */
    private byte[] content() throws IOException {
      if (length >= 0) {
        return Files.readAllBytes(cache.fetch(location, length));
      }
      try (InputStream in = store.open(location, 0)) {
        return in.readAllBytes();
      }
    }

    @Override
    public String location() {
      return path;
    }

    @Override
    public boolean exists() {
      try {
        return store.head(location).isPresent();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }
}
