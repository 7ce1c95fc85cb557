package dev.weir.trial.frontier;

import dev.weir.infra.local.process.Memory;
import dev.weir.ingest.frontier.FrontierRecord;
import dev.weir.ingest.frontier.FrontierStore;
import dev.weir.ingest.frontier.FrontierStores;
import dev.weir.ingest.settings.FrontierSettings;
import dev.weir.ingest.source.Shards;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.topic.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Builds the index of a frontier in all of its shards, opens it again, and works it off for a
 * while. The records do not come from a broker, but go through the index as those do. To be run in
 * a process of its own, whose heap is bounded.
 */
public final class FrontierTrial {
  private static final int DOMAINS = 5_000;
  private static final int BATCH = 2_000;
  private static final int VISITS = 20_000;
  private static final Duration MOST_OPENING = Duration.ofSeconds(10);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String TOPIC = "trial";

  private final Path folder;
  private final long urls;
  private final Random random = new Random(1);
  private final List<FrontierStore> open = new ArrayList<>();
  private final List<List<FrontierRecord>> waiting = new ArrayList<>();
  private final long[] offsets = new long[Shards.count()];
  private long heapPeak;

  private FrontierTrial(Path folder, long urls) {
    this.folder = folder;
    this.urls = urls;
  }

  /**
   * Runs it and prints the figures.
   *
   * @param args an empty folder, and the number of URLs
   */
  public static void main(String[] args) throws IOException {
    boolean good = new FrontierTrial(Path.of(args[0]), Long.parseLong(args[1])).run();
    System.exit(good ? 0 : 1);
  }

  private boolean run() throws IOException {
    FrontierSettings settings = new FrontierSettings(null, 2 * urls);
    Duration building;
    try (FrontierStores stores = new FrontierStores(folder, settings, InstantSource.system())) {
      open(stores);
      building = time(this::build);
      close();
    }
    Duration opening;
    Duration visiting;
    long known;
    try (FrontierStores stores = new FrontierStores(folder, settings, InstantSource.system())) {
      opening = time(() -> openAndAsk(stores));
      known = stores.urls();
      visiting = time(this::visit);
      print(known, building, opening, visiting);
      close();
    }
    return known == urls && opening.compareTo(MOST_OPENING) <= 0;
  }

  private interface Step {
    void run() throws IOException;
  }

  private static Duration time(Step step) throws IOException {
    long start = System.nanoTime();
    step.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void open(FrontierStores stores) throws IOException {
    for (int shard = 0; shard < Shards.count(); shard++) {
      open.add(stores.open(shard, TOPIC));
      waiting.add(new ArrayList<>());
    }
  }

  private void close() {
    open.forEach(FrontierStore::close);
    open.clear();
  }

  /** Each URL is found; one in five was fetched since. */
  private void build() {
    for (long number = 0; number < urls; number++) {
      FrontierEntry found = entry(number);
      put(found);
      if (random.nextInt(5) == 0) {
        put(fetched(found, START.plusSeconds(random.nextInt(1_000_000))));
      }
      if (number % 1_000_000 == 999_999) {
        System.err.printf(Locale.ROOT, "trial: %,d URLs%n", number + 1);
      }
    }
    for (int shard = 0; shard < waiting.size(); shard++) {
      flush(shard);
    }
  }

  private void put(FrontierEntry entry) {
    int shard = Shards.of(entry.getDomain());
    List<FrontierRecord> records = waiting.get(shard);
    records.add(new FrontierRecord(Keys.frontier(entry), entry, false));
    if (records.size() >= BATCH) {
      flush(shard);
    }
  }

  private void flush(int shard) {
    List<FrontierRecord> records = waiting.get(shard);
    offsets[shard] += records.size();
    open.get(shard).apply(records, offsets[shard]);
    records.clear();
    Runtime runtime = Runtime.getRuntime();
    heapPeak = Math.max(heapPeak, runtime.totalMemory() - runtime.freeMemory());
  }

  private static String domain(long number) {
    return "site" + number % DOMAINS + ".example";
  }

  private static FrontierEntry entry(long number) {
    String domain = domain(number);
    Instant at = START.plusSeconds(number / 100);
    return FrontierEntry.newBuilder()
        .setUrl("https://www." + domain + "/2026/01/" + number + "-what-happened-in-the-town-today")
        .setDomain(domain)
        .setDiscoveredBy("sitemap/site" + number % DOMAINS)
        .setDiscoveredAt(at)
        .setNextFetchAt(at)
        .setPriority(number % 50 == 0 ? 1 : 0)
        .build();
  }

  private static FrontierEntry fetched(FrontierEntry found, Instant at) {
    return FrontierEntry.newBuilder(found)
        .setLastFetchedAt(at)
        .setFirstObservedAt(at)
        .setNextFetchAt(at.plus(Duration.ofDays(30)))
        .setRevision(1)
        .setEtag("\"5f3c-62a9c1d4e8f40\"")
        .setContentHash("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        .setOutcome("fetched")
        .build();
  }

  private void openAndAsk(FrontierStores stores) throws IOException {
    waiting.clear();
    open(stores);
    for (int number = 0; number < DOMAINS; number++) {
      var ignored = store(domain(number)).nextDue(domain(number));
    }
  }

  private FrontierStore store(String domain) {
    return open.get(Shards.of(domain));
  }

  /** What sites do: take what is due, and say when it is due again. */
  private void visit() {
    Instant now = START.plus(Duration.ofDays(10));
    for (int visit = 0; visit < VISITS; visit++) {
      String domain = domain(visit);
      FrontierStore store = store(domain);
      for (FrontierEntry due : store.due(domain, now, 1)) {
        FrontierEntry state = fetched(due, now);
        store.expect(state);
        int shard = Shards.of(domain);
        offsets[shard]++;
        store.apply(List.of(new FrontierRecord(Keys.frontier(state), state, true)), offsets[shard]);
      }
    }
  }

  private void print(long known, Duration building, Duration opening, Duration visiting)
      throws IOException {
    long disk;
    try (Stream<Path> files = Files.walk(folder)) {
      disk = files.filter(Files::isRegularFile).mapToLong(FrontierTrial::size).sum();
    }
    System.out.printf(
        Locale.ROOT,
        "URLs               %,d in %d shards of %d domains%n"
            + "built in           %.0f s (%,.0f URLs a second)%n"
            + "opened in          %.1f s (at most %d s), all domains asked%n"
            + "a visit takes      %.2f ms: what is due, then the new state%n"
            + "heap               %d MB at most, of %d MB%n"
            + "resident           %d MB, all of the process%n"
            + "disk               %d MB (%d bytes a URL)%n",
        known,
        Shards.count(),
        DOMAINS,
        seconds(building),
        known / seconds(building),
        seconds(opening),
        MOST_OPENING.toSeconds(),
        visiting.toNanos() / 1e6 / VISITS,
        heapPeak >> 20,
        Runtime.getRuntime().maxMemory() >> 20,
        Memory.resident(ProcessHandle.current().pid()) >> 20,
        disk >> 20,
        disk / Math.max(1, known));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException gone) {
      return 0;
    }
  }
}
