package dev.weir.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** What the build says about itself. The version stands in the POM alone. */
public final class Build {
  private Build() {}

  /** The version, such as {@code 0.2.0}. */
  public static String version() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      properties.load(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  /**
   * The User-Agent of every request.
   *
   * @param contact where site owners can complain: {@code mailto:…} or a URL
   */
  public static String userAgent(String contact) {
    return "Weir/" + version() + " (+" + contact + ")";
  }
}
