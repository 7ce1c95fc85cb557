package dev.weir.infra.local.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The credentials of the embedded S3 endpoint: made once for a data folder, and kept in a file that
 * only its owner reads.
 *
 * @param accessKey the access key id
 * @param secretKey the secret; never logged, never on a command line
 */
public record S3Credentials(String accessKey, String secretKey) {
  /** The environment variable that hands the access key to a child. */
  public static final String ACCESS_KEY = "WEIR_S3_ACCESS_KEY";

  /** The environment variable that hands the secret to a child. */
  public static final String SECRET_KEY = "WEIR_S3_SECRET_KEY";

  /** Reads the credentials of this folder, after making them when there are none. */
  public static S3Credentials of(Path directory) throws IOException {
    Path file = Files.createDirectories(directory).resolve("credentials");
    if (!Files.exists(file)) {
      Secrets.write(file, "weir-" + random(6) + "\n" + random(20) + "\n");
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() != 2) {
      throw new IOException(
          "Expected an access key and a secret in " + file + ", got: " + lines.size() + " lines");
    }
    return new S3Credentials(lines.get(0), lines.get(1));
  }

  /** Whether this folder has credentials. */
  static boolean exist(Path directory) {
    return Files.exists(directory.resolve("credentials"));
  }

  /** What a child that speaks to the endpoint gets in its environment. */
  public Map<String, String> environment() {
    return Map.of(ACCESS_KEY, accessKey, SECRET_KEY, secretKey);
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  @Override
  public String toString() {
    return "S3Credentials[" + accessKey + "]";
  }
}
