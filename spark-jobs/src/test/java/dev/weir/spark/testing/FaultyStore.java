package dev.weir.spark.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Like an object store on local files: an object is there as a whole once its stream is closed, an
 * upload can be aborted, and one PUT can be made to fail.
 */
public final class FaultyStore extends RawLocalFileSystem {

  /** Its URIs begin so. */
  public static final String SCHEME = "faulty";

  private static final AtomicReference<Pattern> FAILING = new AtomicReference<>();
  private static final AtomicReference<Conflict> CONFLICT = new AtomicReference<>();

  /** A PUT that is refused, and what another one has written; null for the same bytes. */
  private record Conflict(Pattern path, byte[] winner) {}

  /** Made by Hadoop, from its name in {@code fs.faulty.impl}. */
  public FaultyStore() {}

  /** Lets the next PUT fail whose path matches. */
  public static void failNext(String regex) {
    FAILING.set(Pattern.compile(regex));
  }

  /**
   * Lets the answer to the next PUT be lost whose path matches. The client repeats the PUT with the
   * same condition, that no such object is there, and is refused, as S3A is with 412.
   */
  public static void loseAnswer(String regex) {
    CONFLICT.set(new Conflict(Pattern.compile(regex), null));
  }

  /** Lets somebody else write the object first that is to be PUT next and whose path matches. */
  public static void winRace(String regex, byte[] winner) {
    CONFLICT.set(new Conflict(Pattern.compile(regex), winner));
  }

  /** Whether no PUT is waited for, since the one that was asked for has failed. */
  public static boolean hasFailed() {
    return FAILING.get() == null;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return new FSDataOutputStream(new Upload(file), null);
  }

  private void put(Path file, byte[] content) throws IOException {
    Pattern failing = FAILING.get();
    if (failing != null
        && failing.matcher(file.toUri().getPath()).matches()
        && FAILING.compareAndSet(failing, null)) {
      throw new IOException("Service unavailable (503): " + file);
    }
    java.nio.file.Path target = pathToFile(file).toPath();
    java.nio.file.Files.createDirectories(target.getParent());
    Conflict conflict = CONFLICT.get();
    boolean isRefused =
        conflict != null
            && conflict.path().matcher(file.toUri().getPath()).matches()
            && CONFLICT.compareAndSet(conflict, null);
    boolean isLost = isRefused && conflict.winner() != null;
    java.nio.file.Files.write(target, isLost ? conflict.winner() : content);
    if (isRefused) {
      throw new FileAlreadyExistsException("Precondition failed (412): " + file);
    }
  }

  private final class Upload extends ByteArrayOutputStream
      implements Abortable, StreamCapabilities {
    private final Path file;
    private boolean isOver;

    Upload(Path file) {
      this.file = file;
    }

    @Override
    public void close() throws IOException {
      if (!isOver) {
        isOver = true;
        put(file, toByteArray());
      }
    }

    @Override
    public AbortableResult abort() {
      isOver = true;
      return new AbortableResult() {
        @Override
        public boolean alreadyClosed() {
          return false;
        }

        @Override
        public IOException anyCleanupException() {
          return null;
        }
      };
    }

    @Override
    public boolean hasCapability(String capability) {
      return capability.equals(StreamCapabilities.ABORTABLE_STREAM);
    }
  }
}
