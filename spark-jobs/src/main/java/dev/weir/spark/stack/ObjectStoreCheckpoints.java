package dev.weir.spark.stack;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;
import org.jspecify.annotations.Nullable;

/**
 * Writes checkpoints to an object store, which makes an object visible when its stream is closed,
 * and then as a whole. No rename is needed, which is a copy there. A PUT that fails fails the
 * batch; Spark's own manager for object stores logs it and goes on. A file of Spark's logs is
 * written with put-if-absent ({@code If-None-Match: *}), so that of two queries on one checkpoint
 * one fails.
 */
public final class ObjectStoreCheckpoints implements CheckpointFileManager {

  private final Path path;
  private final FileSystem files;

  /** Made by Spark, from its name in {@code checkpointFileManagerClass}. */
  public ObjectStoreCheckpoints(Path path, Configuration hadoop) throws IOException {
    this.path = path;
    this.files = path.getFileSystem(hadoop);
  }

  @Override
  public CheckpointFileManager.CancellableFSDataOutputStream createAtomic(
      Path file, boolean overwrite) {
    try {
      if (!overwrite && files.exists(file)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      return new Upload(files, file, open(file, overwrite));
    } catch (IOException e) {
      throw raised(e);
    }
  }

  private FSDataOutputStream open(Path file, boolean overwrite) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = files.createFile(file).recursive().overwrite(true);
    if (!overwrite) {
      builder.opt(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    }
    FSDataOutputStream stream = builder.build();
    if (!stream.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
      throw new IOException(
          "Expected a file system whose uploads can be aborted, such as s3a, got: " + file);
    }
    return stream;
  }

  @Override
  public FSDataInputStream open(Path file) {
    try {
      return files.open(file);
    } catch (IOException e) {
      throw raised(e);
    }
  }

  @Override
  public FileStatus[] list(Path folder, PathFilter filter) {
    try {
      return files.listStatus(folder, filter);
    } catch (IOException e) {
      throw raised(e);
    }
  }

  @Override
  public void mkdirs(Path folder) {
    try {
      files.mkdirs(folder);
    } catch (IOException e) {
      throw raised(e);
    }
  }

  @Override
  public boolean exists(Path file) {
    try {
      return files.exists(file);
    } catch (IOException e) {
      throw raised(e);
    }
  }

  @Override
  public void delete(Path file) {
    try {
      files.delete(file, true);
    } catch (FileNotFoundException e) {
      // It is not there, as it should be.
    } catch (IOException e) {
      throw raised(e);
    }
  }

  @Override
  public boolean isLocal() {
    return false;
  }

  @Override
  public Path createCheckpointDirectory() {
    mkdirs(path);
    return files.makeQualified(path);
  }

  /** Spark's interface, being Scala's, declares no exception, and handles these all the same. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException raised(IOException error) throws E {
    throw (E) error;
  }

  /** One object on its way. Once it has failed, it stays failed, however often it is closed. */
  private static final class Upload extends CheckpointFileManager.CancellableFSDataOutputStream {
    private final FileSystem files;
    private final Path file;
    private final FSDataOutputStream stream;
    private final Fingerprint sent;
    private boolean isOver;
    private @Nullable IOException failure;

    Upload(FileSystem files, Path file, FSDataOutputStream stream) {
      this(files, file, stream, new Fingerprint(stream));
    }

    private Upload(FileSystem files, Path file, FSDataOutputStream stream, Fingerprint sent) {
      super(sent);
      this.files = files;
      this.file = file;
      this.stream = stream;
      this.sent = sent;
    }

    @Override
    public void close() throws IOException {
      if (failure != null) {
        throw new IOException("Not written: " + file, failure);
      }
      if (isOver) {
        return;
      }
      try {
        super.close();
        isOver = true;
      } catch (IOException | RuntimeException e) {
        if (isConflict(e) && isWritten()) {
          isOver = true;
          return;
        }
        failure = named(e);
        throw failure;
      }
    }

    /**
     * Whether the object has the bytes of this upload. A client that gets no answer repeats its
     * PUT, and then conflicts with itself.
     */
    private boolean isWritten() {
      try (FSDataInputStream in = files.open(file);
          Fingerprint there = new Fingerprint(OutputStream.nullOutputStream())) {
        in.transferTo(there);
        return there.value().equals(sent.value());
      } catch (IOException e) {
        return false;
      }
    }

    /** Spark tells by the type that somebody else writes the same log. */
    private IOException named(Exception error) {
      IOException named =
          isConflict(error)
              ? new FileAlreadyExistsException(file + ": written by somebody else meanwhile")
              : new IOException("Cannot write " + file + ": " + error, error);
      if (named.getCause() == null) {
        named.initCause(error);
      }
      return named;
    }

    /** S3A's name for the answer 412; its classes are not on the path of every application. */
    private static boolean isConflict(Exception error) {
      return error instanceof FileAlreadyExistsException
          || error.getClass().getSimpleName().equals("RemoteFileChangedException");
    }

    @Override
    public void cancel() {
      if (!isOver && failure == null) {
        isOver = true;
        stream.abort();
      }
    }
  }
}
