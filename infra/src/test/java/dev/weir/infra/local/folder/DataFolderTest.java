package dev.weir.infra.local.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path root;

  @Test
  void theStackThatRunsIsTheCurrentOneElseTheLastStarted() throws Exception {
    DataFolder own = new DataFolder(root);
    assertThat(own.current()).isEmpty();
    started(own, 1_000);
    started(own.demo(), 2_000);
    assertThat(own.current()).contains(own.demo());
    try (FolderLock lock = FolderLock.acquire(own).orElseThrow()) {
      assertThat(FolderLock.acquire(own)).isEmpty();
      assertThat(own.current()).contains(own);
      assertThat(lockSeenByAnotherProcess(own)).as("probing has not released it").isTrue();
    }
    assertThat(FolderLock.isHeld(own)).isFalse();
  }

  @Test
  void credentialsAreMadeOnceAndOnlyTheirOwnerReadsThem() throws Exception {
    S3Credentials first = S3Credentials.of(root);
    assertThat(S3Credentials.of(root)).isEqualTo(first);
    assertThat(first.secretKey()).hasSize(40);
    assertThat(first.toString()).doesNotContain(first.secretKey());
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve("credentials"))))
        .isEqualTo("rw-------");
  }

  /** The kernel lists the locks that it knows by the inode of their files. */
  private static boolean lockSeenByAnotherProcess(DataFolder folder) throws Exception {
    Path locks = Path.of("/proc/locks");
    Assumptions.assumeTrue(Files.exists(locks), "needs Linux");
    String inode = Files.getAttribute(folder.lock(), "unix:ino").toString();
    return Files.readAllLines(locks).stream().anyMatch(line -> line.contains(":" + inode + " "));
  }

  private static void started(DataFolder folder, long at) throws Exception {
    Files.createDirectories(folder.state().getParent());
    Files.writeString(folder.state(), "{}");
    Files.writeString(folder.effectiveSettings(), "");
    Files.setLastModifiedTime(folder.effectiveSettings(), FileTime.fromMillis(at));
  }
}
