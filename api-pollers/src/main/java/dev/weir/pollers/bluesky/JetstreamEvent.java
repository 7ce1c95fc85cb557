package dev.weir.pollers.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.pollers.JsonFields;
import dev.weir.pollers.JsonItems;
import dev.weir.pollers.MalformedItemException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One message of a Jetstream: its envelope, before the record in it is looked at.
 *
 * @param kind {@code commit}, {@code identity}, {@code account}, or what a later server may send
 * @param timeMicros when the instance saw it, in microseconds since 1970; also the cursor
 * @param commit what was written, for the kind {@code commit}
 * @param sequence the relay's number of another event, which stays when it is sent again
 */
record JetstreamEvent(
    String did, String kind, long timeMicros, Optional<Commit> commit, OptionalLong sequence) {

  /**
   * A change of one record.
   *
   * @param operation {@code create}, {@code update} or {@code delete}
   */
  record Commit(
      String rev,
      String operation,
      String collection,
      String rkey,
      Optional<JsonFields> record,
      Optional<String> cid) {}

  static JetstreamEvent read(byte[] message) throws MalformedItemException {
    return read(JsonItems.read(message));
  }

  static JetstreamEvent read(JsonNode node) throws MalformedItemException {
    JsonFields event = JsonFields.of(node, "event");
    String kind = event.text("kind");
    return new JetstreamEvent(
        event.text("did"),
        kind,
        event.number("time_us"),
        kind.equals("commit") ? Optional.of(commit(event.object("commit"))) : Optional.empty(),
        sequence(event, kind));
  }

  private static OptionalLong sequence(JsonFields event, String kind) {
    return event
        .optionalObject(kind)
        .map(details -> details.optionalNumber("seq"))
        .orElse(OptionalLong.empty());
  }

  private static Commit commit(JsonFields commit) throws MalformedItemException {
    return new Commit(
        commit.text("rev"),
        commit.text("operation"),
        commit.text("collection"),
        commit.text("rkey"),
        commit.optionalObject("record"),
        commit.optionalText("cid"));
  }

  /** The record's permanent name. */
  String uri(Commit commit) {
    return "at://" + did + "/" + commit.collection() + "/" + commit.rkey();
  }

  /**
   * Identifies an event that arrives twice. It excludes the time: all operations of one commit may
   * share it, and a server that was killed sends its last events again with a new one.
   *
   * @see <a href="https://docs.bsky.app/docs/advanced-guides/jetstream">Jetstream</a>
   */
  String identity() {
    return commit
        .map(
            change ->
                String.join(
                    " ", did, change.rev(), change.collection(), change.rkey(), change.operation()))
        .orElseGet(() -> String.join(" ", did, kind, Long.toString(sequence.orElse(timeMicros))));
  }
}
