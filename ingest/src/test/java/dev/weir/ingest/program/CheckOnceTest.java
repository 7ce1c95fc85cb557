package dev.weir.ingest.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.program.CheckOnce.Verdict;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.Source;
import dev.weir.ingest.source.StreamSink;
import dev.weir.ingest.source.StreamSource;
import dev.weir.schemas.SettingsException;
import dev.weir.schemas.SettingsFile;
import dev.weir.schemas.record.FrontierEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Timeout(30)
class CheckOnceTest {
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
        .containsExactly("feed/gazette: 1 pieces", "site/gazette.test: 1 pieces");
    assertThat(err.toString()).isEqualTo("Left out nothing\n");
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
        .containsExactly("feed/broken: failed: no answer", "feed/whole: 1 pieces");
  }

  @Test
  void aStreamIsListenedToForAWhile() {
    assertThat(check(new Endless())).isZero();
    assertThat(out.toString()).matches("stream/endless: [1-9][0-9]* pieces\n");
  }

  @Test
  void wrongSettingsAreTheAskersFault() {
    settings = folder.resolve("absent.yaml");
    assertThat(check()).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("Expected a settings file, got: " + settings + "\n");
  }

  private int check(Source... sources) {
    return Programs.commandLine(new Check(List.of(sources)))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute("--settings", settings.toString());
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

  @Command(name = "check")
  private static final class Check implements Callable<Integer>, SourceProgram {
    @Mixin private final CheckOnce command = new CheckOnce();
    private final List<Source> sources;

    Check(List<Source> sources) {
      this.sources = sources;
    }

    @Override
    public Integer call() throws Exception {
      return command.check(
          this,
          file -> List.of(),
          results -> new Verdict(results.size() + " pieces", true),
          Duration.ofMillis(1));
    }

    @Override
    public String name() {
      return "test";
    }

    @Override
    public Opened open(SettingsFile file, Consumer<String> notes) throws SettingsException {
      notes.accept("Left out nothing");
      return new Opened() {
        @Override
        public List<List<Source>> groups() {
          return List.of(sources);
        }

        @Override
        public void close() {}
      };
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
