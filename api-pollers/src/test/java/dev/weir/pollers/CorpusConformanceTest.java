package dev.weir.pollers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.pollers.bluesky.JetstreamParser;
import dev.weir.pollers.mastodon.MastodonParser;
import dev.weir.pollers.x.XParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reads what real services sent, where the recordings are at hand: every item ends as a post,
 * skipped by name, or a dead letter with a reason.
 */
@Tag("conformance")
class CorpusConformanceTest {

  @Test
  void everyRecordedJetstreamEventIsAccountedFor() throws IOException {
    Path file = corpus("bluesky").resolve("jetstream.jsonl");
    Map<String, Integer> counts = count(new JetstreamParser(Optional::of), List.of(file));
    try (Stream<String> lines = Files.lines(file)) {
      assertThat(sum(counts)).isEqualTo((int) lines.count());
    }
    assertThat(counts).containsEntry("post CREATE", 17).containsEntry("post DELETE", 1);
    assertThat(counts.keySet()).noneMatch(kind -> kind.startsWith("dead letter"));
  }

  @Test
  void everyRecordedMastodonPayloadIsAccountedFor() throws IOException {
    Map<String, Integer> counts =
        count(new MastodonParser(Optional.empty(), Optional::of), jsonFiles(corpus("mastodon")));
    assertThat(counts.get("post CREATE")).isGreaterThanOrEqualTo(48);
  }

  @Test
  void everyRecordedStatusOfTheTimelinesIsAPost() throws IOException {
    Path folder = corpus("mastodon");
    List<Path> timelines =
        Stream.of("public_timeline.json", "tag_timeline.json", "timelines.json", "statuses.json")
            .map(folder::resolve)
            .toList();
    Map<String, Integer> counts =
        count(new MastodonParser(Optional.empty(), Optional::of), timelines);
    assertThat(counts.keySet()).allMatch(kind -> kind.startsWith("post "));
  }

  @Test
  void everyRecordedResponseOfXIsAccountedFor() throws IOException {
    Map<String, Integer> counts = count(new XParser(Optional::of), jsonFiles(corpus("x")));
    assertThat(counts.get("post CREATE")).isGreaterThanOrEqualTo(40);
    assertThat(counts.keySet()).noneMatch(kind -> kind.startsWith("dead letter"));
  }

  private static Map<String, Integer> count(PayloadParser parser, List<Path> files)
      throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (Path file : files) {
      List<Parsed> items = parser.parse(Files.readAllBytes(file), Parse.ORIGIN);
      assertThat(items).as("items of %s", file).isNotEmpty();
      items.forEach(item -> counts.merge(kind(item, file), 1, Integer::sum));
    }
    counts.forEach((kind, number) -> System.out.printf("%6d %s%n", number, kind));
    return counts;
  }

  private static String kind(Parsed item, Path file) {
    if (item instanceof Parsed.Item post) {
      return "post " + post.post().getOperation();
    }
    if (item instanceof Parsed.Skipped other) {
      return "skipped " + other.kind();
    }
    var letter = ((Parsed.Malformed) item).letter();
    return "dead letter "
        + letter.getErrorType()
        + " in "
        + file.getFileName()
        + ": "
        + letter.getErrorMessage();
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static List<Path> jsonFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static Path corpus(String network) {
    String set = System.getenv("WEIR_CORPUS");
    Path folder =
        set == null
            ? Path.of(System.getProperty("weir.root", ".."), "../shared/data")
            : Path.of(set);
    assumeTrue(
        Files.isDirectory(folder.resolve(network)),
        "The recorded payloads were not found in " + folder + "; WEIR_CORPUS names another folder");
    return folder.resolve(network);
  }
}
