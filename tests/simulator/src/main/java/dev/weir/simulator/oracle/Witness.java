package dev.weir.simulator.oracle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.simulator.fault.FaultSettings;
import dev.weir.simulator.world.Article;
import dev.weir.simulator.world.Draft;
import dev.weir.simulator.world.Instance;
import dev.weir.simulator.world.SkyEvent;
import dev.weir.simulator.world.Toot;
import dev.weir.simulator.world.WorldSettings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what was truly served, each item once and at its first time. The version of an item
 * is known by the number of the world's item that made it. Thread-safe.
 */
public final class Witness {
  private final OracleWriter writer;
  private final BitSet served = new BitSet();
  private final BitSet withdrawn = new BitSet();
  private final Set<String> hops = new HashSet<>();
  private final Set<String> gaps = new HashSet<>();
  private final Set<String> recordings = new HashSet<>();
  private final AtomicLong responses = new AtomicLong();

  public Witness(OracleWriter writer) {
    this.writer = writer;
  }

  /** Writes which world this is. */
  public void world(WorldSettings settings) {
    writer.write(
        OracleWriter.line("world")
            .put("seed", settings.seed())
            .put("epoch", settings.epoch().toString())
            .put("rate", settings.rate())
            .put("total", settings.total())
            .put("faults", settings.faults().toString()));
  }

  /** Numbers a response that was written whole. */
  public long nextResponse() {
    return responses.incrementAndGet();
  }

  /** How many responses were written whole. */
  public long responses() {
    return responses.get();
  }

  /** Whether this version was served, now or by an earlier run. */
  public synchronized boolean wasServed(long versionItem) {
    return served.get(Math.toIntExact(versionItem));
  }

  /** Notes what an earlier run served. */
  synchronized void remember(long versionItem) {
    served.set(Math.toIntExact(versionItem));
  }

  /** Notes a redirect that an earlier run served. */
  synchronized void rememberHop(String url) {
    hops.add(url);
  }

  /** How many item versions were served. */
  public synchronized long servedItems() {
    return served.cardinality();
  }

  /** A post, or one that cannot be decoded, was served by an instance. */
  public void toot(Toot toot, Instance instance, String errorType, long response, Instant at) {
    if (!first(toot.versionItem())) {
      return;
    }
    if (toot.malformed()) {
      malformed(
          toot.versionItem(),
          instance.source(),
          Long.toString(instance.id(toot.number())),
          errorType,
          response,
          at);
      return;
    }
    Instant edited = toot.edited();
    ObjectNode line =
        post(toot.versionItem(), "mastodon", toot.uri(), version(toot), response, at)
            .put("operation", edited == null ? "CREATE" : "UPDATE")
            .put("event_time", seconds(edited == null ? toot.created() : edited))
            .put("created_at", millis(toot.created()))
            .put("source", instance.source())
            .put("author", author(toot));
    writer.write(content(line, toot.draft()));
  }

  /**
   * The deletion of a post was told on a stream. It carries neither the post nor a time, so its
   * time is when it is heard, and a reader that does not know the post names it by its address.
   *
   * @param item number of the item that deleted the post
   */
  public void deletion(long item, Toot toot, Instance instance, long response, Instant at) {
    if (!first(item)) {
      return;
    }
    String address = "http://" + instance.host() + "/api/v1/statuses/" + instance.id(toot.number());
    writer.write(
        post(item, "mastodon", toot.uri(), seconds(toot.created()) + ":delete", response, at)
            .put("operation", "DELETE")
            .put("event_time", micros(at))
            .put("address", address)
            .put("source", instance.source())
            .put("author", author(toot)));
  }

  /** An event of the Jetstream was sent; those that are no posts are only counted. */
  public void sky(SkyEvent event, String errorType, long response, Instant at) {
    if (!first(event.number()) || !event.collection().equals("app.bsky.feed.post")) {
      return;
    }
    if (event.malformed()) {
      malformed(event.number(), "jetstream/sky", event.rev(), errorType, response, at);
      return;
    }
    Instant seen = Instant.EPOCH.plus(event.timeMicros(), ChronoUnit.MICROS);
    String operation = event.kind().name().replace("SKY_", "").replace("POST", "CREATE");
    ObjectNode line =
        post(event.number(), "bluesky", event.uri(), version(event), response, at)
            .put("operation", operation)
            .put(
                "event_time",
                operation.equals("CREATE") ? millis(event.created()) : seen.toString())
            .put("source", "jetstream/sky")
            .put("author", event.author().did());
    Draft draft = event.draft();
    writer.write(draft == null ? line : content(line, draft));
  }

  /** A version of an article was served under its canonical address. */
  public void page(Article article, String requested, long response, Instant at) {
    if (!first(article.versionItem())) {
      return;
    }
    writer.write(
        OracleWriter.line("page")
            .put("item", article.versionItem())
            .put("url", article.url())
            .put("version", article.version())
            .put("served_at", micros(at))
            .put("response", response)
            .put("requested", requested)
            .put("site", article.site().host())
            .put("title", article.title())
            .put("byline", article.byline())
            .put("published_at", article.published().toString())
            .put("modified_at", article.modified().toString())
            .put("language", article.site().language())
            .put("text", String.join("\n\n", article.paragraphs())));
  }

  /** A redirect was served. */
  public void redirect(String url, String location, Article article, long response, Instant at) {
    synchronized (this) {
      if (!hops.add(url)) {
        return;
      }
    }
    writer.write(
        OracleWriter.line("redirect")
            .put("url", url)
            .put("location", location)
            .put("version", article.version())
            .put("served_at", micros(at))
            .put("response", response));
  }

  /**
   * A client that came back for it can no longer get a version that was served before: whether it
   * kept the version then, nobody can know.
   */
  public void withdrawn(long versionItem, String identity, String version, Instant at) {
    synchronized (this) {
      int bit = Math.toIntExact(versionItem);
      if (withdrawn.get(bit)) {
        return;
      }
      withdrawn.set(bit);
    }
    writer.write(
        OracleWriter.line("withdrawn")
            .put("item", versionItem)
            .put("id", identity)
            .put("version", version)
            .put("at", micros(at)));
  }

  /**
   * What lay between two served stretches of a source is lost.
   *
   * @param unserved how many items were lost that had never been served
   * @param withdrawn how many were lost that had been served once
   */
  public void gap(
      String source, String reason, Instant from, Instant until, int unserved, int withdrawn) {
    synchronized (this) {
      if (!gaps.add(source + "|" + from)) {
        return;
      }
    }
    writer.write(
        OracleWriter.line("gap")
            .put("source", source)
            .put("reason", reason)
            .put("from", micros(from))
            .put("until", micros(until))
            .put("unserved", unserved)
            .put("withdrawn", withdrawn));
  }

  /**
   * A recording was served.
   *
   * @param type page, feed, status or message
   * @param name its name among those of its type
   */
  public void recorded(String type, String name, long response, Instant at) {
    synchronized (this) {
      if (!recordings.add(type + "|" + name)) {
        return;
      }
    }
    writer.write(
        OracleWriter.line("recorded")
            .put("type", type)
            .put("name", name)
            .put("served_at", micros(at))
            .put("response", response));
  }

  /** Notes a recording that an earlier run served. */
  synchronized void rememberRecording(String type, String name) {
    recordings.add(type + "|" + name);
  }

  /** A source that nobody can read whole, since something of it never answers. */
  public void unknown(String source) {
    writer.write(OracleWriter.line("unknown").put("source", source));
  }

  /** An address under which a page was served before redirects to another page. */
  public void moved(String url, String to, Instant at) {
    writer.write(OracleWriter.line("moved").put("url", url).put("to", to).put("at", micros(at)));
  }

  /** A page that was served before is gone for good. */
  public void gone(Article article, Instant at) {
    writer.write(OracleWriter.line("gone").put("url", article.url()).put("at", micros(at)));
  }

  /** A fault struck. */
  public void fault(String fault, String host, String what, Instant at) {
    writer.write(
        OracleWriter.line("fault")
            .put("fault", fault)
            .put("host", host)
            .put("what", what)
            .put("at", micros(at)));
  }

  /** The faults were changed while the world ran. */
  public void faults(FaultSettings faults, Instant at) {
    writer.write(
        OracleWriter.line("faults").put("faults", faults.toString()).put("at", micros(at)));
  }

  /**
   * The version of the post, as a poller reads it on whichever instance: in whole seconds, which is
   * all that federation carries.
   */
  public static String version(Toot toot) {
    @Nullable Instant edited = toot.edited();
    return edited == null ? seconds(toot.created()) : seconds(edited) + ":edit";
  }

  /** The version of the post, as a poller reads it. */
  public static String version(SkyEvent event) {
    return event.kind().name().equals("SKY_DELETE") ? event.rev() + ":delete" : event.rev();
  }

  /**
   * ISO 8601 with exactly three digits of a second's fraction, as Mastodon and Bluesky write it.
   */
  public static String millis(Instant instant) {
    String text = instant.truncatedTo(ChronoUnit.MILLIS).toString();
    return switch (text.length()) {
      case 20 -> text.substring(0, 19) + ".000Z";
      default -> text;
    };
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private synchronized boolean first(long versionItem) {
    int bit = Math.toIntExact(versionItem);
    if (served.get(bit)) {
      return false;
    }
    served.set(bit);
    return true;
  }

  private void malformed(
      long item, String source, String marker, String errorType, long response, Instant at) {
    writer.write(
        OracleWriter.line("malformed")
            .put("item", item)
            .put("source", source)
            .put("marker", marker)
            .put("error_type", errorType)
            .put("served_at", micros(at))
            .put("response", response));
  }

  private static ObjectNode post(
      long item, String network, String id, String version, long response, Instant at) {
    return OracleWriter.line("post")
        .put("item", item)
        .put("network", network)
        .put("id", id)
        .put("version", version)
        .put("served_at", micros(at))
        .put("response", response);
  }

  private static ObjectNode content(ObjectNode line, Draft draft) {
    line.put("language", draft.language()).put("text", draft.words());
    ArrayNode tags = line.putArray("tags");
    draft.tags().forEach(tag -> tags.add(tag.toLowerCase(Locale.ROOT)));
    ArrayNode links = line.putArray("links");
    draft
        .links()
        .forEach(
            link -> {
              ObjectNode node =
                  links
                      .addObject()
                      .put("url", link.url())
                      .put("normalized", link.normalized())
                      .put("target", link.target());
              ArrayNode on = node.putArray("hops");
              link.hops().forEach(on::add);
            });
    return line;
  }

  private static String author(Toot toot) {
    return "http://" + toot.home().host() + "/users/" + toot.draft().author().name();
  }

  private static String micros(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).toString();
  }
}
