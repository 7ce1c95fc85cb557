package dev.weir.spark.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system without its processes. Where Hadoop's native library is missing, as
 * everywhere but on clusters, Hadoop starts a {@code chmod} for each file that it creates, and
 * checksums make two of each. A streaming batch creates dozens: they took most of its time.
 */
public final class PlainLocalFileSystem extends LocalFileSystem {

  /** Made by Hadoop, from its name in {@code fs.file.impl}. */
  public PlainLocalFileSystem() {
    super(new Plain());
    setWriteChecksum(false);
    setVerifyChecksum(false);
  }

  private static final class Plain extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      Files.setPosixFilePermissions(
          pathToFile(path).toPath(), PosixFilePermissions.fromString(symbols(permission)));
    }

    private static String symbols(FsPermission permission) {
      return permission.getUserAction().SYMBOL
          + permission.getGroupAction().SYMBOL
          + permission.getOtherAction().SYMBOL;
    }
  }
}
