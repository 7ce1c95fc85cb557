package dev.weir.spark.stack;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.checkpointing.FileSystemBasedCheckpointFileManager;

/**
 * Spark's own way to write checkpoints by rename, on {@link PlainLocalFileSystem}. For checkpoints
 * on a local disk only.
 */
public final class LocalCheckpoints extends FileSystemBasedCheckpointFileManager {

  /** Made by Spark, from its name in {@code checkpointFileManagerClass}. */
  public LocalCheckpoints(Path path, Configuration hadoop) {
    super(path, onPlainFiles(hadoop));
  }

  private static Configuration onPlainFiles(Configuration hadoop) {
    Configuration plain = new Configuration(hadoop);
    plain.setClassLoader(PlainLocalFileSystem.class.getClassLoader());
    plain.setClass("fs.file.impl", PlainLocalFileSystem.class, FileSystem.class);
    // Else the one that the rest of Spark uses would be handed out.
    plain.setBoolean("fs.file.impl.disable.cache", true);
    return plain;
  }
}
