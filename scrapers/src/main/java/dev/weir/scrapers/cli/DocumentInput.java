package dev.weir.scrapers.cli;

import dev.weir.ingest.http.HttpRequest;
import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.program.Programs;
import dev.weir.ingest.settings.HttpSettings;
import dev.weir.schemas.settings.SettingsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The document that a command reads: a file, an address, or standard input. */
final class DocumentInput {
  @Parameters(
      index = "0",
      paramLabel = "FILE|URL|-",
      description = "The document; - reads standard input.")
  private String from = "-";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The URL that a file came from, to resolve its links.")
  private @Nullable String statedUrl;

  @Option(
      names = "--content-type",
      paramLabel = "TYPE",
      description = "The Content-Type header of a file, for its charset.")
  private @Nullable String contentType;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      defaultValue = "weir.yaml",
      description =
          "Settings, whose 'contact' and 'http' say how to fetch a URL (default: ${DEFAULT-VALUE}).")
  private Path settings = Path.of("weir.yaml");

  /**
   * A document's bytes and where they came from.
   *
   * @param url the source URL; empty if unknown
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Document(byte[] body, Optional<String> contentType, String url) {}

  Document read(InputStream standardInput) throws IOException, InterruptedException {
    if (from.startsWith("http://") || from.startsWith("https://")) {
      return fetch();
    }
    return new Document(
        bytes(standardInput), Optional.ofNullable(contentType), statedUrl == null ? "" : statedUrl);
  }

  private byte[] bytes(InputStream standardInput) throws IOException {
    try {
      return Programs.read(from, standardInput);
    } catch (NoSuchFileException absent) {
      throw new IOException("Expected a file, an http(s) URL or -, got: " + from, absent);
    }
  }

  private Document fetch() throws IOException, InterruptedException {
    SettingsFile file = settingsFile();
    String contact =
        file.text("contact")
            .orElseThrow(
                () ->
                    new IOException(
                        "Expected 'contact' in "
                            + settings
                            + ", so that site owners can reach you, got: none"));
    HttpSettings http = file.section("http", HttpSettings.class);
    try (PoliteHttpClient client = PoliteHttpClient.create(http, contact, Clock.systemUTC())) {
      HttpResult result = client.fetch(HttpRequest.of(from));
      if (result instanceof HttpResult.Success success) {
        return new Document(
            success.body().bytes(), success.headers().first("Content-Type"), success.finalUrl());
      }
      throw new IOException("Expected a document at " + from + ", got: " + result.summary());
    }
  }

  private SettingsFile settingsFile() throws IOException {
    try {
      return SettingsFile.read(settings);
    } catch (NoSuchFileException absent) {
      throw new IOException(
          "Expected settings with a 'contact' in order to fetch, got: no file " + settings, absent);
    }
  }
}
