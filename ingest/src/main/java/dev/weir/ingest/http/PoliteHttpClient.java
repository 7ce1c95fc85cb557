package dev.weir.ingest.http;

import dev.weir.ingest.settings.HttpSettings;
import dev.weir.ingest.url.Domains;
import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.schemas.Build;
import dev.weir.schemas.settings.Durations;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * Fetches with GET, and listens to WebSockets, politely and safely.
 *
 * <ul>
 *   <li>Polite: one request at a time to a registrable domain, a delay after each that grows with
 *       refusals, Retry-After obeyed in both forms, a User-Agent with a contact, conditional
 *       requests.
 *   <li>Bounded: compressed bytes, decompressed bytes, redirects (5), and total time, so that
 *       neither a gigabyte, a compression bomb nor a slow drip costs more than the settings allow.
 *   <li>Bounded together: the bodies held at the same time share an eighth of the heap.
 *   <li>Confined: http and https only, and the address is checked when the socket connects. Proxies
 *       are not supported.
 * </ul>
 *
 * <p>The caller is responsible for robots.txt and retries. Thread-safe; callers of one domain wait
 * for each other, but never on a thread that {@link NeverWaits}.
 */
public final class PoliteHttpClient implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;

  /** What tests replace. */
  record Surroundings(
      InstantSource clock,
      Politeness.Pause pause,
      Dns names,
      GuardedSocketFactory.Connector connector,
      Duration ping) {
    static Surroundings real(InstantSource clock) {
      return new Surroundings(
          clock,
          duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos()),
          Dns.SYSTEM,
          (socket, address, timeout) -> socket.connect(address, timeout),
          WebSockets.PING);
    }
  }

  private final HttpSettings settings;
  private final String userAgent;
  private final Surroundings surroundings;
  private final Destinations destinations;
  private final Politeness politeness;
  private final Journeys journeys = new Journeys();
  private final BodyRoom room;
  private final ExecutorService threads;
  private final OkHttpClient client;

  /**
   * Creates a client.
   *
   * @param contact where to complain, as in the User-Agent: {@code mailto:…} or a URL
   */
  public static PoliteHttpClient create(
      HttpSettings settings, String contact, InstantSource clock) {
    return new PoliteHttpClient(settings, contact, Surroundings.real(clock));
  }

  PoliteHttpClient(HttpSettings settings, String contact, Surroundings surroundings) {
    this.settings = settings;
    this.userAgent = Build.userAgent(contact);
    this.surroundings = surroundings;
    this.destinations = new Destinations(settings, surroundings.names());
    this.politeness = new Politeness(surroundings.clock());
    this.room = BodyRoom.ofHeap(settings.maxBytes());
    this.threads = Executors.newCachedThreadPool(PoliteHttpClient::daemon);
    this.client =
        new OkHttpClient.Builder()
            .proxy(Proxy.NO_PROXY)
            .dns(destinations)
            .socketFactory(sockets(GuardedSocketFactory.ReadBudget.UNLIMITED))
            .dispatcher(new Dispatcher(threads))
            .cookieJar(CookieJar.NO_COOKIES)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(Durations.shorter(settings.timeout(), Duration.ofSeconds(10)))
            .readTimeout(settings.timeout())
            .writeTimeout(settings.timeout())
            .build();
  }

  /**
   * Waits for the domain's turn, then fetches.
   *
   * @throws TurnAwaitedException on a thread that {@link NeverWaits}, if the turn comes later
   * @throws InterruptedException if the thread was interrupted; the outcome of the fetch is unknown
   *     then
   */
  public HttpResult fetch(HttpRequest request) throws InterruptedException {
    Optional<HttpResult> known = PollMemory.recall(request);
    if (known.isPresent()) {
      return known.get();
    }
    BodyRoom.Lease lease = room.lease();
    boolean isKept = false;
    try {
      HttpResult result = fetchAnew(request, lease);
      isKept = PollMemory.keep(request, result, lease);
      return result;
    } finally {
      if (!isKept) {
        lease.close();
      }
    }
  }

  private HttpResult fetchAnew(HttpRequest request, BodyRoom.Lease lease)
      throws InterruptedException {
    Optional<HttpUrl> start = plain(request.url());
    if (start.isEmpty()) {
      IOException cause =
          new ProtocolException("Expected an http or https URL, got: " + request.url());
      return new HttpResult.Failed(cause, request.url(), List.of());
    }
    Journey journey = journeys.resume(request, start.get(), settings.timeout());
    while (true) {
      long maxBytes = request.maxBytes().orElse(settings.maxBytes());
      HttpUrl url = journey.url();
      List<Redirect> redirects = journey.redirects();
      Turn turn =
          inTurn(
              new Exchange(request, url, redirects, userAgent, maxBytes, lease), request, journey);
      Duration left = journey.left().minus(turn.took());
      if (!(turn.result() instanceof HttpResult.Status status) || !follows(request, url, status)) {
        return turn.result();
      }
      Optional<HttpUrl> next = status.location().flatMap(PoliteHttpClient::plain);
      Optional<IOException> problem = problem(status, next, redirects.size());
      if (next.isEmpty() || problem.isPresent()) {
        return new HttpResult.Failed(
            problem.orElseGet(
                () -> new ProtocolException("Expected a redirect's target, got none")),
            url.toString(),
            redirects);
      }
      journey = journey.on(status.status(), next.get(), left);
      if (left.isNegative() || left.isZero()) {
        return new HttpResult.TimedOut(
            settings.timeout(), journey.url().toString(), journey.redirects());
      }
    }
  }

  /**
   * Opens a WebSocket. Messages longer than {@code http.max-bytes} end it, compression is never
   * negotiated, and an idle connection is pinged.
   *
   * @param url a ws or wss URL
   * @return at once; the listener is told the outcome
   */
  public WebSocket connect(String url, WebSocketListener listener) {
    return connect(url, Map.of(), listener);
  }

  /**
   * Opens a WebSocket as {@link #connect(String, WebSocketListener)} does.
   *
   * @param headers sent with the handshake, such as Authorization; a redirect is never followed
   */
  public WebSocket connect(String url, Map<String, String> headers, WebSocketListener listener) {
    String asHttp = url.replaceFirst("^(?i:ws)(s?):", "http$1:");
    HttpUrl parsed =
        plain(asHttp)
            .orElseThrow(
                () -> new IllegalArgumentException("Expected a ws or wss URL, got: " + url));
    GuardedSocketFactory.ReadBudget budget =
        new GuardedSocketFactory.ReadBudget(settings.maxBytes() + WebSockets.FRAMES);
    Request.Builder request = new Request.Builder().url(parsed).header("User-Agent", userAgent);
    headers.forEach(request::header);
    return WebSockets.open(
        client.newBuilder().socketFactory(sockets(budget)),
        request.build(),
        new WebSocketBridge(listener, budget, surroundings.clock()),
        surroundings.ping());
  }

  /** Closes all connections and ends all threads. */
  @Override
  public void close() {
    client.dispatcher().cancelAll();
    threads.shutdown();
    client.connectionPool().evictAll();
  }

  private Turn inTurn(Exchange exchange, HttpRequest request, Journey journey)
      throws InterruptedException {
    String domain = Domains.registrable(exchange.url().host());
    Optional<Duration> held = enter(domain, request, journey);
    if (held.isPresent()) {
      return new Turn(
          new HttpResult.Held(held, exchange.url().toString(), exchange.redirects()),
          Duration.ZERO);
    }
    Duration delay = request.delay().orElse(settings.delay());
    long started = System.nanoTime();
    try {
      HttpResult result = exchange.run(client, surroundings.clock(), journey.left());
      if (result instanceof HttpResult.Status status && isRefusal(status)) {
        politeness.refused(domain, delay);
        status.retryAfter().ifPresent(wait -> politeness.hold(domain, wait));
      }
      return new Turn(result, Duration.ofNanos(System.nanoTime() - started));
    } finally {
      politeness.leave(domain, delay, Duration.ofNanos(System.nanoTime() - started));
    }
  }

  private static boolean isRefusal(HttpResult.Status status) {
    return status.status() == 429 || (status.status() == 503 && status.retryAfter().isPresent());
  }

  /**
   * Waits for the turn, or returns how long the caller must wait.
   *
   * @return the wait if it is longer than the patience; then there is no turn
   */
  private Optional<Duration> enter(String domain, HttpRequest request, Journey journey)
      throws InterruptedException {
    Instant waitedUntil = Instant.EPOCH;
    while (true) {
      Politeness.Answer answer = politeness.ask(domain, request, settings.timeout(), waitedUntil);
      if (answer instanceof Politeness.Answer.Now) {
        return Optional.empty();
      }
      if (answer instanceof Politeness.Answer.Held held) {
        return Optional.of(held.delay());
      }
      Duration delay = ((Politeness.Answer.Later) answer).delay();
      if (Thread.currentThread() instanceof NeverWaits) {
        journeys.interrupt(request, journey);
        throw new TurnAwaitedException(domain, delay);
      }
      if (delay.compareTo(settings.timeout()) > 0) {
        politeness.giveUp(domain, request);
        return Optional.of(delay);
      }
      Instant before = surroundings.clock().instant();
      surroundings.pause().sleep(delay);
      waitedUntil = (before.isAfter(waitedUntil) ? before : waitedUntil).plus(delay);
    }
  }

  private static boolean follows(HttpRequest request, HttpUrl from, HttpResult.Status status) {
    if (status.location().isEmpty() || request.redirects() == Redirects.NONE) {
      return false;
    }
    return request.redirects() == Redirects.ANYWHERE
        || Domains.ofUrl(status.location().get())
            .filter(Domains.registrable(from.host())::equals)
            .isPresent();
  }

  private static Optional<IOException> problem(
      HttpResult.Status status, Optional<HttpUrl> next, int followed) {
    if (followed >= MAX_REDIRECTS) {
      return Optional.of(
          new ProtocolException("Expected at most " + MAX_REDIRECTS + " redirects, got more"));
    }
    return next.isPresent()
        ? Optional.empty()
        : Optional.of(
            new ProtocolException(
                "Expected a redirect to an http or https URL, got: "
                    + status.location().orElse("")));
  }

  /** Parses a URL and normalizes a numeric host, so that nobody reads it differently. */
  private static Optional<HttpUrl> plain(String url) {
    HttpUrl parsed = HttpUrl.parse(url);
    if (parsed == null) {
      return Optional.empty();
    }
    return UrlNormalizer.host(url)
        .map(
            host ->
                parsed.newBuilder().host(host).username("").password("").fragment(null).build());
  }

  private GuardedSocketFactory sockets(GuardedSocketFactory.ReadBudget budget) {
    return new GuardedSocketFactory(destinations, surroundings.connector(), budget);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "weir-http");
    thread.setDaemon(true);
    return thread;
  }

  /** A result, and the duration of the exchange itself. */
  private record Turn(HttpResult result, Duration took) {}
}
