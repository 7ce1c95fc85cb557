package dev.weir.pollers.mastodon;

import dev.weir.ingest.http.HttpRequest;
import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.Positions;
import dev.weir.pollers.FrontierLinks;
import dev.weir.schemas.settings.Durations;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A public or tag timeline, polled. It is whole up to a horizon ago: see {@link TimelineReader}.
 * Deletions, edits of what lies further back, and statuses that arrive more than a horizon after
 * they were written are never seen, and each claim says so.
 */
public final class MastodonTimelineSource implements PollSource {
  private final MastodonSettings settings;
  private final TimelineReader reader;

  /** How pages are fetched: {@code PoliteHttpClient::fetch}. */
  @FunctionalInterface
  public interface Fetcher {
    HttpResult fetch(HttpRequest request) throws InterruptedException;
  }

  /**
   * Makes one.
   *
   * @param token an access token; empty to ask as nobody
   * @param clock tells when an answer arrived
   */
  public MastodonTimelineSource(
      MastodonSettings settings,
      Optional<String> token,
      Fetcher fetcher,
      InstantSource clock,
      FrontierLinks frontier) {
    this.settings = settings;
    this.reader =
        new TimelineReader(
            settings,
            new TimelineClient(settings, token, fetcher, clock),
            frontier,
            Optional.of(limits(settings)),
            (id, post) -> {},
            seen -> false);
  }

  /** What polling cannot tell. */
  static String limits(MastodonSettings settings) {
    return "polled: deletions are not seen, nor edits and arrivals more than "
        + Durations.format(settings.horizon())
        + " after a status was written";
  }

  @Override
  public String id() {
    return settings.id();
  }

  @Override
  public String scope() {
    return settings.scope();
  }

  @Override
  public Duration interval() {
    return settings.every();
  }

  @Override
  public PollResult poll(PollRequest request) throws IOException, InterruptedException {
    Optional<TimelinePosition> position =
        Positions.read(id(), request.position(), TimelinePosition.class);
    return reader.poll(position, request.now(), false);
  }
}
