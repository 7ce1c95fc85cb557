package dev.weir.ingest.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.Source;
import dev.weir.ingest.source.StreamSink;
import dev.weir.ingest.source.StreamSource;
import dev.weir.schemas.Build;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.settings.SettingsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

@Timeout(30)
class CheckCommandTest {
  private static final String A = "http://gazette.test/a";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path settings;

  @BeforeEach
  void write() throws IOException {
    settings = Files.writeString(folder.resolve("weir.yaml"), "contact: mailto:a@b.test\n");
  }

  @Test
  void whatOneSourceFindsIsThereForTheNext() {
    PollSource finder =
        new Poll("feed/gazette", request -> result(Outgoing.frontier(finding()), request));
    PollSource site =
        new Poll(
            "site/gazette.test",
            request -> {
              assertThat(request.frontier().get(A)).isPresent();
              return result(Outgoing.frontier(finding()), request);
            });
    assertThat(check(finder, site)).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "Fetched as " + Build.userAgent("mailto:a@b.test") + ":",
            "  feed/gazette: here, now",
            "  site/gazette.test: here, now",
            "Tried once:",
            "  feed/gazette: 1 pieces",
            "  site/gazette.test: 1 pieces");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aSourceThatFailsDoesNotStopTheOthers() {
    PollSource broken =
        new Poll(
            "feed/broken",
            request -> {
              throw new IOException("no answer");
            });
    PollSource whole = new Poll("feed/whole", request -> PollResult.nothing(Next.interval()));
    assertThat(check(broken, whole)).isEqualTo(1);
    assertThat(out.toString().lines())
        .endsWith("  feed/broken: failed: no answer", "  feed/whole: 1 pieces");
  }

  @Test
  void aStreamIsListenedToForAWhile() {
    assertThat(check(new Endless())).isZero();
    assertThat(out.toString()).containsPattern("\n  stream/endless: [1-9][0-9]* pieces\n$");
  }

  @Test
  void wrongSettingsAreTheAskersFault() {
    settings = folder.resolve("absent.yaml");
    assertThat(check()).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("Expected a settings file, got: " + settings + "\n");
  }

  private int check(Source... sources) {
    SourceProgram program =
        new SourceProgram(
            "test", List.of(new Type(List.of(sources))), options -> options, n -> null);
    return Programs.commandLine(new Root(), program)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute("check", "--listen", "1ms", "--settings", settings.toString());
  }

  private static FrontierEntry finding() {
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    return FrontierEntry.newBuilder()
        .setUrl(A)
        .setDomain("gazette.test")
        .setDiscoveredBy("feed/gazette")
        .setDiscoveredAt(now)
        .setNextFetchAt(now)
        .setPriority(0)
        .build();
  }

  private static PollResult result(Outgoing record, PollRequest request) {
    return PollResult.of(
        List.of(record), "{}", Completeness.contiguous(request.now(), ""), Next.interval());
  }

  @Command(name = "test")
  private static final class Root {}

  private record Type(List<Source> sources) implements SourceType {
    @Override
    public String program() {
      return "test";
    }

    @Override
    public String section() {
      return "tests";
    }

    @Override
    public List<ConfiguredSource> configured(SettingsFile settings) {
      return sources.stream()
          .map(one -> new ConfiguredSource(one.id(), "here", "now", List.of(), context -> one))
          .toList();
    }

    @Override
    public Verdict verdict(List<PollResult> results) {
      return new Verdict(results.size() + " pieces", true);
    }
  }

  private interface Answer {
    PollResult to(PollRequest request) throws IOException;
  }

  private record Poll(String id, Answer answer) implements PollSource {
    @Override
    public String scope() {
      return "gazette.test";
    }

    @Override
    public Duration interval() {
      return Duration.ofSeconds(1);
    }

    @Override
    public PollResult poll(PollRequest request) throws IOException {
      return answer.to(request);
    }
  }

  private record Endless() implements StreamSource {
    @Override
    public String id() {
      return "stream/endless";
    }

    @Override
    public String scope() {
      return "gazette.test";
    }

    @Override
    public void run(Optional<String> position, StreamSink sink) throws InterruptedException {
      while (true) {
        sink.emit(PollResult.nothing(Next.interval()));
      }
    }
  }
}
