package dev.weir.pollers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.weir.schemas.status.ProgramPlan;
import dev.weir.schemas.status.ProgramPlan.PlannedSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PollCommandTest {
  private static final String STATUS =
      """
      {"id": "7", "created_at": "2026-03-01T11:59:00.250Z", "uri": "https://town.test/7", "content": "<p>Grüße</p>", "account": {"acct": "ada"}}""";

  @TempDir private Path folder;

  /** What the program printed, and how it ended. */
  private record Run(int exit, String out, String err) {}

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        PollCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit = command.execute(arguments);
    return new Run(exit, out.toString(), err.toString());
  }

  private String file(String content) throws IOException {
    Path file = Files.createTempFile(folder, "file", "");
    Files.writeString(file, content);
    return file.toString();
  }

  @Test
  void parsePrintsPostsAsJsonLines() throws IOException {
    Run run =
        run(
            "parse",
            "mastodon",
            file("[" + STATUS + "]"),
            "--observed-at",
            "2026-03-01T12:00:00Z",
            "--source",
            "mastodon/town");
    assertThat(run.exit()).isZero();
    assertThat(run.out().lines())
        .singleElement()
        .asString()
        .contains("\"text\": \"Grüße\"", "\"observed_at\": \"2026-03-01T12:00:00Z\"");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void parseTellsWhatItCouldNotReadAndFails() throws IOException {
    Run run =
        run(
            "parse",
            "mastodon",
            file("[" + STATUS + ", " + STATUS.replace("created_at", "created") + "]"));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out().lines()).hasSize(1);
    assertThat(run.err())
        .contains("https://town.test/7: missing-field: Expected status.created_at, got none");
  }

  @Test
  void askingWronglyIsTwo() throws IOException {
    assertThat(run().exit()).isEqualTo(2);
    assertThat(run("parse", "nowhere", "x").exit()).isEqualTo(2);
    assertThat(run("parse", "x", folder.resolve("absent").toString()).exit()).isEqualTo(2);
    assertThat(run("check", "--settings", folder.resolve("absent").toString()).exit()).isEqualTo(2);
  }

  @Test
  void nobodyIsPolledAnonymously() throws IOException {
    Run run =
        run("check", "--settings", file("mastodon: [{name: town, url: \"http://town.test\"}]"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("Expected a contact");
  }

  @Test
  void aSourceThatIsPolledTooRarelyForLiveNumbersIsRefused() throws IOException {
    Run run =
        run(
            "check",
            "--settings",
            file(
                "contact: mailto:a@b.test\nmastodon: [{name: town, url: \"http://town.test\", every: 1h}]"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("mastodon/town", "allowed-lateness (10m)", "every 1h");
  }

  @Test
  void aTimelineThatVouchesForATimeOnlyWhenItsWindowsAreFinalIsRefused() throws IOException {
    Run run =
        run(
            "check",
            "--settings",
            file(
                "contact: mailto:a@b.test\ntime: {allowed-lateness: 1m}\nmastodon: [{name: town, url: \"http://town.test\", every: 15s}]"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("mastodon.horizon", "mastodon/town", "time.allowed-lateness (1m)", "got: 10m");
  }

  @Test
  void aSourceWithoutItsCredentialIsLeftOutWithAWord() throws IOException {
    Run run =
        run(
            "check",
            "--settings",
            file(
                "contact: mailto:a@b.test\nmastodon: [{name: town, url: \"http://town.test\", token-env: WEIR_TEST_ABSENT}]"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("Left out mastodon/town: the environment has no WEIR_TEST_ABSENT");
  }

  @Test
  void describeSaysWhatIsPolledAndWhatLacksItsKey() throws IOException {
    String yaml =
        """
        mastodon:
          - {name: town, url: "https://town.test", every: 5s, token-env: WEIR_TEST_ABSENT}
          - {name: open, url: "https://open.test", timeline: tag/news}
        jetstream: [{name: sky, url: "wss://sky.test/subscribe"}]
        x: [{name: weirs, query: "weir lang:en", token-env: PATH}]
        """;
    Run run = run("describe", "--json", "--settings", file(yaml));
    assertThat(run.exit()).isZero();
    ProgramPlan plan = ProgramPlan.parse(run.out());
    assertThat(plan.program()).isEqualTo("pollers");
    assertThat(plan.sections()).containsExactly("jetstream", "mastodon", "x");
    assertThat(plan.sources())
        .containsExactlyInAnyOrder(
            new PlannedSource(
                "mastodon/town",
                "https://town.test public",
                "streamed, or polled every 5s",
                List.of("WEIR_TEST_ABSENT")),
            new PlannedSource(
                "mastodon/open", "https://open.test tag/news", "every 15s", List.of()),
            new PlannedSource(
                "jetstream/sky", "wss://sky.test/subscribe", "as it comes", List.of()),
            new PlannedSource("x/weirs", "weir lang:en", "every 1m", List.of()));
    assertThat(plan.hasWork()).isTrue();
    assertThat(run("describe", "--settings", file(yaml)).out())
        .contains(
            "mastodon/town: https://town.test public, streamed, or polled every 5s (left out: set WEIR_TEST_ABSENT)");
  }

  @Test
  void aSourceThatIsNamedTwiceIsRefused() throws IOException {
    Run run =
        run(
            "describe",
            "--settings",
            file(
                "mastodon: [{name: a, url: \"http://a.test\"}, {name: a, url: \"http://b.test\"}]"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("Expected each source once, got: mastodon/a twice");
  }

  @Test
  void checkTriesEachSourceOnce() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/timelines/public",
        exchange -> {
          byte[] body = ("[" + STATUS + "]").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/api/v1/timelines/tag/",
        exchange -> {
          exchange.sendResponseHeaders(410, -1);
          exchange.close();
        });
    server.start();
    try {
      int port = server.getAddress().getPort();
      Run run = run("check", "--settings", file(settings(port)));
      assertThat(run.out()).contains("mastodon/town: answered, 1 to posts");
      assertThat(run.out()).contains("mastodon/tag: failed: ").contains("status 410");
      assertThat(run.exit()).isEqualTo(1);
    } finally {
      server.stop(0);
    }
  }

  private static String settings(int port) {
    return """
        contact: mailto:a@b.test
        http: {delay: 0s, connect-to: {"*.test": "127.0.0.1:%1$d"}, allow-addresses: ["127.0.0.1:%1$d"]}
        mastodon:
          - {name: town, url: "http://town.test"}
          - {name: tag, url: "http://town.test", timeline: tag/news}
        """
        .formatted(port);
  }
}
