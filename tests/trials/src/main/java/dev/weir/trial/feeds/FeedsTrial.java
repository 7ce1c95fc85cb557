package dev.weir.trial.feeds;

import dev.weir.infra.local.process.Memory;
import dev.weir.infra.local.stack.LocalStack;
import dev.weir.infra.local.stack.LocalStack.Part;
import dev.weir.schemas.settings.Durations;
import dev.weir.schemas.settings.SettingsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs the scrapers on thousands of feeds and sites, some of which never answer, with a broker and
 * a registry and nothing else, and measures how late the polls are once all of them have come
 * twice.
 */
public final class FeedsTrial {
  private static final Duration LATEST = Duration.ofSeconds(30);
  private static final int FEEDS_A_HOST = 2;
  private static final long STEP_MILLIS = 5_000;

  private final Plan plan;
  private final PrintWriter progress;

  /**
   * What is run.
   *
   * @param feeds how many; two of them lie on one host
   * @param every how often each is polled
   * @param silent which share of the hosts never answers, from 0 to 1
   * @param measured how long to measure, after all feeds were polled once
   * @param heap of the scrapers, in MB
   */
  public record Plan(int feeds, Duration every, double silent, Duration measured, int heap) {
    int hosts() {
      return Math.max(1, feeds / FEEDS_A_HOST);
    }
  }

  /**
   * What came out.
   *
   * @param lines for people
   * @param good whether 99 of 100 polls were at most half a minute late
   */
  public record Report(List<String> lines, boolean good) {}

  /**
   * @param progress told what is being waited for
   */
  public FeedsTrial(Plan plan, PrintWriter progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /** Runs it in an empty folder. */
  public Report run(Path folder) throws Exception {
    int silentHosts = (int) Math.round(plan.hosts() * plan.silent());
    try (LocalStack servers = LocalStack.start(folder, Part.KAFKA, Part.REGISTRY);
        FeedHosts hosts = FeedHosts.start(silentHosts)) {
      servers.createTopics();
      Path settings = folder.resolve("weir.yaml");
      Files.writeString(settings, settings(servers, hosts));
      Process scrapers = scrapers(settings, folder);
      try {
        Map<String, Long> pids = new TreeMap<>();
        pids.put("broker", servers.child(Part.KAFKA).pid());
        pids.put("registry", servers.child(Part.REGISTRY).pid());
        pids.put("scrapers", scrapers.pid());
        return measure(hosts, pids, silentHosts);
      } finally {
        scrapers.getOutputStream().close();
        if (!scrapers.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)) {
          scrapers.destroyForcibly();
        }
      }
    }
  }

  private String settings(LocalStack servers, FeedHosts hosts) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("contact: mailto:trial@example.org\n");
    yaml.append("http: {delay: 1s, connect-to: {\"*.test\": \"")
        .append(hosts.address())
        .append("\"}}\n");
    yaml.append("sites:\n");
    for (int host = 0; host < plan.hosts(); host++) {
      yaml.append("  - {domain: ").append(FeedHosts.host(host)).append("}\n");
    }
    yaml.append("feeds:\n");
    for (int feed = 0; feed < plan.feeds(); feed++) {
      String url = "http://" + FeedHosts.host(feed % plan.hosts()) + "/feed" + feed + ".xml";
      yaml.append(
          "  - {name: f%d, url: \"%s\", every: %s}\n"
              .formatted(feed, url, Durations.format(plan.every())));
    }
    return SettingsFile.parse(yaml.toString(), "trial").with("stack", servers.settings()).yaml();
  }

  private Process scrapers(Path settings, Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + plan.heap() + "m",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.weir.scrapers.cli.ScrapeCommand",
            "run",
            "--supervised",
            "--settings",
            settings.toString(),
            "--status-file",
            folder.resolve("scrapers.json").toString())
        .redirectOutput(folder.resolve("scrapers.log").toFile())
        .redirectErrorStream(true)
        .start();
  }

  private Report measure(FeedHosts hosts, Map<String, Long> pids, int silentHosts)
      throws InterruptedException, IOException {
    int answering = plan.feeds() - silentHosts * FEEDS_A_HOST;
    Instant begun = Instant.now();
    Instant deadline = begun.plus(Duration.ofMinutes(5)).plus(plan.every());
    while (hosts.answered() < answering && Instant.now().isBefore(deadline)) {
      if (ProcessHandle.of(pids.getOrDefault("scrapers", 0L)).isEmpty()) {
        throw new IOException(
            "Expected scrapers that run; see scrapers.log in the folder of --keep");
      }
      say("%d of %d feeds were polled", hosts.answered(), answering);
      Thread.sleep(STEP_MILLIS);
    }
    Duration starting = Duration.between(begun, Instant.now());
    say(
        "all were polled once after %d s; measuring follows an interval later",
        starting.toSeconds());
    Thread.sleep(plan.every().toMillis());
    Instant from = Instant.now();
    Map<String, Duration> cpuBefore = cpu(pids);
    Map<String, Long> memory = new TreeMap<>();
    Instant until = from.plus(plan.measured());
    while (Instant.now().isBefore(until)) {
      pids.forEach((name, pid) -> memory.merge(name, Memory.resident(pid), Math::max));
      Thread.sleep(STEP_MILLIS);
    }
    Duration span = Duration.between(from, Instant.now());
    Map<String, Duration> cpuAfter = cpu(pids);
    // A poll that is due at the end has the whole bound to come.
    Thread.sleep(LATEST.plusSeconds(5).toMillis());
    List<Long> late = hosts.lateness(plan.every(), from, until);
    Collections.sort(late);
    return report(starting, late, cpuBefore, cpuAfter, span, memory, silentHosts);
  }

  private static Map<String, Duration> cpu(Map<String, Long> pids) {
    Map<String, Duration> used = new TreeMap<>();
    pids.forEach(
        (name, pid) ->
            used.put(
                name,
                ProcessHandle.of(pid)
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElse(Duration.ZERO)));
    return used;
  }

  private Report report(
      Duration starting,
      List<Long> late,
      Map<String, Duration> before,
      Map<String, Duration> after,
      Duration span,
      Map<String, Long> memory,
      int silentHosts) {
    List<String> lines = new java.util.ArrayList<>();
    lines.add(
        "%d feeds and %d sites on %d hosts, %d of which never answer; each feed every %s"
            .formatted(
                plan.feeds(),
                plan.hosts(),
                plan.hosts(),
                silentHosts,
                Durations.format(plan.every())));
    lines.add("all polled once after   %d s".formatted(starting.toSeconds()));
    lines.add("polls measured          %d in %d s".formatted(late.size(), span.toSeconds()));
    lines.add(
        text(
            "late                    p50 %.1f s, p99 %.1f s, at most %.1f s",
            percentile(late, 50) / 1000.0,
            percentile(late, 99) / 1000.0,
            percentile(late, 100) / 1000.0));
    double all = 0;
    for (Map.Entry<String, Duration> one : after.entrySet()) {
      Duration used = one.getValue().minus(before.get(one.getKey()));
      double cores = (double) used.toMillis() / span.toMillis();
      all += cores;
      lines.add(
          text(
              "%-10s              %.2f cores, %d MB",
              one.getKey(), cores, memory.getOrDefault(one.getKey(), 0L) >> 20));
    }
    lines.add(text("all                     %.2f cores", all));
    boolean good = !late.isEmpty() && percentile(late, 99) <= LATEST.toMillis();
    return new Report(lines, good);
  }

  private static long percentile(List<Long> sorted, int percent) {
    if (sorted.isEmpty()) {
      return 0;
    }
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(1, rank) - 1);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private void say(String format, Object... values) {
    progress.println("trial: " + text(format, values));
    progress.flush();
  }
}
