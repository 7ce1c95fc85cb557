package dev.weir.trial.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.oracle.Oracle.Recording;
import dev.weir.simulator.server.SimulatorSources;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the recorded statuses and messages ended. What must become of each is read from its JSON
 * here, without the pollers' own parsers.
 */
final class PostAccounts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POSTS = "app.bsky.feed.post";

  private final Corpus corpus;
  private final Set<Recording> served;
  private final Holdings holdings;
  private final Explained explained;

  PostAccounts(Corpus corpus, Set<Recording> served, Holdings holdings, Explained explained) {
    this.corpus = corpus;
    this.served = served;
    this.holdings = holdings;
    this.explained = explained;
  }

  List<Ending> statuses() throws IOException {
    List<Ending> endings = new ArrayList<>();
    for (Map.Entry<String, List<JsonNode>> timeline : corpus.timelines().entrySet()) {
      String source = SimulatorSources.timelineSource(timeline.getKey());
      for (int i = 0; i < timeline.getValue().size(); i++) {
        String name = timeline.getKey() + "/" + (i + 1);
        boolean reached = served.contains(new Recording("status", name));
        endings.add(status(name, reached, source, timeline.getValue().get(i)));
      }
    }
    return endings;
  }

  private Ending status(String name, boolean reached, String source, JsonNode status)
      throws IOException {
    List<Holdings.PostRow> rows =
        holdings.posts().stream()
            .filter(row -> row.network().equals("mastodon"))
            .filter(row -> row.id().equals(status.path("uri").asText()))
            .filter(row -> sameSecond(row.eventTime(), status))
            .toList();
    rows.forEach(explained::post);
    if (rows.stream().anyMatch(row -> row.source().equals(source))) {
      return Ending.kept(Kind.STATUS, name, reached, "history: " + rows.get(0).operation());
    }
    if (!rows.isEmpty()) {
      return Ending.ignored(
          Kind.STATUS, name, reached, "the same post was kept from another timeline");
    }
    Optional<DeadLetter> letter = letter(source, status);
    return letter
        .map(found -> Ending.deadLetter(Kind.STATUS, name, reached, found.getErrorType()))
        .orElseGet(
            () ->
                Ending.unaccounted(
                    Kind.STATUS, name, reached, "served, neither a post nor a dead letter"));
  }

  private static boolean sameSecond(Instant eventTime, JsonNode status) {
    String time =
        status.hasNonNull("edited_at")
            ? status.path("edited_at").asText()
            : status.path("created_at").asText();
    try {
      return Instant.parse(time)
          .truncatedTo(ChronoUnit.SECONDS)
          .equals(eventTime.truncatedTo(ChronoUnit.SECONDS));
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  List<Ending> messages() throws IOException {
    List<Ending> endings = new ArrayList<>();
    String position = holdings.positions().get(SimulatorSources.RECORDED_JETSTREAM);
    long last = position == null ? 0 : JSON.readTree(position).path("last").asLong();
    List<String> messages = corpus.messages();
    for (int i = 0; i < messages.size(); i++) {
      String name = Integer.toString(i + 1);
      boolean reached = served.contains(new Recording("message", name));
      JsonNode message = JSON.readTree(messages.get(i));
      boolean passed = reached && message.path("time_us").asLong() <= last;
      endings.add(message(name, reached, passed, message));
    }
    return endings;
  }

  private Ending message(String name, boolean reached, boolean passed, JsonNode message)
      throws IOException {
    JsonNode commit = message.path("commit");
    String collection = commit.path("collection").asText();
    if (!commit.isMissingNode() && collection.equals(POSTS)) {
      return post(name, reached, message);
    }
    String kind =
        commit.isMissingNode()
            ? message.path("kind").asText() + " event"
            : "another collection: " + collection;
    return passed
        ? Ending.ignored(Kind.MESSAGE, name, reached, kind)
        : Ending.unaccounted(Kind.MESSAGE, name, reached, "served, the cursor is not there yet");
  }

  private Ending post(String name, boolean reached, JsonNode message) throws IOException {
    JsonNode commit = message.path("commit");
    String id =
        String.join("/", "at:/", message.path("did").asText(), POSTS, commit.path("rkey").asText());
    boolean deletion = commit.path("operation").asText().equals("delete");
    String version = commit.path("rev").asText() + (deletion ? ":delete" : "");
    Optional<Holdings.PostRow> row =
        holdings.posts().stream()
            .filter(post -> post.network().equals("bluesky"))
            .filter(post -> post.id().equals(id) && post.version().equals(version))
            .findFirst();
    row.ifPresent(explained::post);
    if (row.isPresent()) {
      return Ending.kept(Kind.MESSAGE, name, reached, "history: " + row.get().operation());
    }
    return letter(SimulatorSources.RECORDED_JETSTREAM, message)
        .map(found -> Ending.deadLetter(Kind.MESSAGE, name, reached, found.getErrorType()))
        .orElseGet(
            () ->
                Ending.unaccounted(
                    Kind.MESSAGE, name, reached, "served, neither a post nor a dead letter"));
  }

  /** The dead letter that holds this very item. */
  private Optional<DeadLetter> letter(String source, JsonNode item) throws IOException {
    for (DeadLetter letter : holdings.deadLettersOf(source)) {
      byte[] raw = new byte[letter.getRaw().remaining()];
      letter.getRaw().duplicate().get(raw);
      if (JSON.readTree(raw).equals(item)) {
        explained.letter(letter);
        return Optional.of(letter);
      }
    }
    return Optional.empty();
  }
}
