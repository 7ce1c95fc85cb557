package dev.weir.spark.running;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;

/** Small files that are replaced as a whole. */
final class DurableFiles {

  private DurableFiles() {}

  /**
   * Replaces a file's content. A reader sees the old content or the new one, also after a power
   * failure: on a local disk the new file is forced to the disk before it gets its name; elsewhere
   * Spark's way to write checkpoints is used.
   */
  static void replace(Path file, byte[] content, Configuration hadoop) throws IOException {
    FileSystem files = file.getFileSystem(hadoop);
    if (!files.getScheme().equals("file")) {
      CheckpointFileManager manager = CheckpointFileManager.create(file.getParent(), hadoop);
      try (OutputStream out = manager.createAtomic(file, true)) {
        out.write(content);
      }
      return;
    }
    java.nio.file.Path target = java.nio.file.Path.of(file.toUri().getPath());
    java.nio.file.Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
    // Hadoop would hold the new content against the checksum of the old.
    Files.deleteIfExists(target.resolveSibling("." + target.getFileName() + ".crc"));
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // The name lies in the folder, which is forced to the disk, too.
    try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
