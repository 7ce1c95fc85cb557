package dev.weir.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BatchPlannerTest {

  private static final int MAX = 100;

  private final FakeLog log = new FakeLog();
  private final BatchPlanner planner = new BatchPlanner(log, MAX, () -> log.nanos);

  @Test
  void noHeartbeatIsReadBeforeWhatWasAppendedBeforeItHoweverSkewedTheLag() {
    Random random = new Random(7);
    // A partition that holds the backlog of hours, one of its last seconds, one without records.
    append("posts", 0, 0, 3_600_000, 2000, random);
    append("posts", 1, 3_590_000, 3_600_000, 3000, random);
    append("pages", 0, 0, 3_600_000, 300, random);
    append("pages", 1, 1_000_000, 1_000_500, 900, random);
    append("coverage", 0, 0, 3_600_000, 1500, random);
    append("coverage", 1, 0, 3_600_000, 10, random);
    log.partition("posts", 2);

    Reader posts = new Reader("posts", 3, true);
    Reader pages = new Reader("pages", 2, true);
    Reader one = new Reader("coverage", 2, false);
    Reader other = new Reader("coverage", 2, false);
    int batches = 0;
    while (!(posts.isDone() && pages.isDone() && one.isDone() && other.isDone())) {
      // In the order of a join's plan, in which heartbeats are asked between the streams of data.
      List.of(posts, one, pages, other).forEach(Reader::plan);
      assertSafe(one, posts, pages);
      assertSafe(other, posts, pages);
      assertThat(++batches).isLessThan(200);
      if (batches % 5 == 0) {
        log.now += 1000;
        append("posts", 0, log.now - 1000, log.now, 50, random);
        append("coverage", 0, log.now - 1000, log.now, 2, random);
      }
    }
    assertThat(batches).isGreaterThan(5000 / MAX);
  }

  @Test
  void partitionsOfATopicAreCutAtTheSameTime() {
    append("posts", 0, 0, 1000, 1000, new Random(1));
    append("posts", 1, 900, 1000, 1000, new Random(2));
    Reader posts = new Reader("posts", 2, true);
    posts.plan();
    assertThat(posts.read()).isBetween(MAX * 8L / 10, (long) MAX);
    assertThat(posts.ends.get(new TopicPartition("posts", 1))).isZero();
  }

  @Test
  void recordsOfOneMillisecondAreTakenWhole() {
    for (int i = 0; i < 10 * MAX; i++) {
      log.partition("posts", 0).add(5000L);
    }
    log.partition("posts", 0).add(6000L);
    Reader posts = new Reader("posts", 1, true);
    posts.plan();
    assertThat(posts.read()).isEqualTo(10L * MAX);
  }

  @Test
  void withoutABacklogHeartbeatsAreReadAtOnce() {
    append("posts", 0, 0, 1000, MAX, new Random(1));
    append("coverage", 0, 0, 1000, 10, new Random(2));
    Reader posts = new Reader("posts", 1, true);
    Reader beats = new Reader("coverage", 1, false);
    posts.plan();
    beats.plan();
    assertThat(posts.isDone()).isTrue();
    assertThat(beats.isDone()).isTrue();
  }

  @Test
  void heartbeatsWaitUntilEachStreamOfDataHasBeenPlanned() {
    append("posts", 0, 0, 1000, 10, new Random(1));
    append("coverage", 0, 0, 1000, 10, new Random(2));
    Reader posts = new Reader("posts", 1, true);
    Reader pages = new Reader("pages", 1, true);
    Reader beats = new Reader("coverage", 1, false);
    beats.plan();
    posts.plan();
    beats.plan();
    assertThat(beats.read()).isZero();
    pages.plan();
    beats.plan();
    assertThat(beats.isDone()).isTrue();
  }

  @Test
  void heartbeatsDoNotOvertakeRecordsThatAnOpenTransactionHides() {
    append("posts", 0, 0, 1000, 20, new Random(1));
    append("posts", 1, 0, 1000, 20, new Random(2));
    append("coverage", 0, 0, 2000, 40, new Random(3));
    log.hideFrom("posts", 1, 5);
    Reader posts = new Reader("posts", 2, true);
    Reader beats = new Reader("coverage", 1, false);
    posts.plan();
    beats.plan();
    assertSafe(beats, posts);
    assertThat(posts.ends.get(new TopicPartition("posts", 1))).isEqualTo(5);
    assertThat(beats.read()).isBetween(1L, 39L);
    log.hidden.clear();
    posts.plan();
    beats.plan();
    assertThat(posts.isDone()).isTrue();
    assertThat(beats.isDone()).isTrue();
  }

  @Test
  void neitherDoTheyInABacklogWhoseWritersDieInTransactions() {
    Random random = new Random(11);
    for (int partition = 0; partition < 3; partition++) {
      append("posts", partition, 0, 100_000, 800, random);
    }
    append("coverage", 0, 0, 100_000, 900, random);
    Reader posts = new Reader("posts", 3, true);
    Reader beats = new Reader("coverage", 1, false);
    for (int batch = 0; batch < 100; batch++) {
      int partition = random.nextInt(3);
      long read = posts.ends.get(new TopicPartition("posts", partition));
      log.hidden.clear();
      log.hideFrom("posts", partition, read + random.nextInt(100));
      posts.plan();
      beats.plan();
      assertSafe(beats, posts);
    }
    log.hidden.clear();
    for (int batch = 0; batch < 100; batch++) {
      posts.plan();
      beats.plan();
    }
    assertThat(posts.isDone() && beats.isDone()).isTrue();
  }

  @Test
  void heartbeatsOfACompactedTopicFullOfHolesAreReadInFewBatches() {
    append("coverage", 0, 0, 3_600_000, 100_000, new Random(5));
    Reader posts = new Reader("posts", 1, true);
    Reader beats = new Reader("coverage", 1, false);
    int batches = 0;
    while (!beats.isDone()) {
      posts.plan();
      beats.plan();
      log.nanos += Duration.ofSeconds(1).toNanos();
      assertThat(++batches).isLessThan(20);
    }
  }

  @Test
  void heartbeatsWhoseBatchesAreSlowAreReadInBatchesNoLargerThanThoseOfData() {
    append("coverage", 0, 0, 3_600_000, 2000, new Random(5));
    Reader posts = new Reader("posts", 1, true);
    Reader beats = new Reader("coverage", 1, false);
    for (int batch = 0; batch < 5; batch++) {
      long before = beats.read();
      posts.plan();
      beats.plan();
      assertThat(beats.read() - before).isBetween(1L, (long) MAX);
      log.nanos += Duration.ofSeconds(90).toNanos();
    }
  }

  /** Nothing of the data that is still to come was appended before a heartbeat that was read. */
  private void assertSafe(Reader beats, Reader... data) {
    beats.ends.forEach(
        (partition, end) -> {
          if (end > 0) {
            long beat = log.records.get(partition).get((int) (end - 1));
            for (Reader reader : data) {
              assertThat(reader.nextAppend()).isGreaterThanOrEqualTo(beat);
            }
          }
        });
  }

  private void append(
      String topic, int partition, long from, long until, int count, Random random) {
    List<Long> times = log.partition(topic, partition);
    random.longs(count, from, until).sorted().forEach(times::add);
    log.now = Math.max(log.now, until);
  }

  /** A stream of a query: each plan begins where the one before ended. */
  private final class Reader {
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final boolean isData;
    private Map<TopicPartition, Long> ends = new HashMap<>();

    Reader(String topic, int count, boolean isData) {
      this.isData = isData;
      for (int i = 0; i < count; i++) {
        log.partition(topic, i);
        partitions.add(new TopicPartition(topic, i));
        ends.put(partitions.get(i), 0L);
      }
      if (isData) {
        planner.addData(this);
      }
    }

    void plan() {
      Map<TopicPartition, Long> next =
          isData
              ? planner.planData(this, ends, () -> log.ends(partitions))
              : planner.planHeartbeats(this, ends, log.ends(partitions));
      assertThat(next.keySet()).isEqualTo(ends.keySet());
      next.forEach((partition, end) -> assertThat(end).isGreaterThanOrEqualTo(ends.get(partition)));
      ends = next;
    }

    long read() {
      return ends.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean isDone() {
      return ends.equals(log.ends(partitions));
    }

    long nextAppend() {
      return ends.entrySet().stream()
          .filter(end -> end.getValue() < log.records.get(end.getKey()).size())
          .mapToLong(end -> log.records.get(end.getKey()).get(end.getValue().intValue()))
          .min()
          .orElse(Long.MAX_VALUE);
    }
  }

  /** Times of appends by partition. */
  private static final class FakeLog implements Log {
    private final Map<TopicPartition, List<Long>> records = new HashMap<>();
    private final Map<TopicPartition, Long> hidden = new HashMap<>();
    private long now;
    private long nanos;

    /** Opens a transaction, which hides what lies at an offset and behind it. */
    void hideFrom(String topic, int partition, long offset) {
      hidden.put(new TopicPartition(topic, partition), offset);
    }

    List<Long> partition(String topic, int partition) {
      return records.computeIfAbsent(
          new TopicPartition(topic, partition), any -> new ArrayList<>());
    }

    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
      Map<TopicPartition, Long> ends = new HashMap<>();
      partitions.forEach(
          partition -> {
            long size = records.get(partition).size();
            ends.put(partition, Math.min(size, hidden.getOrDefault(partition, size)));
          });
      return ends;
    }

    @Override
    public Map<TopicPartition, Long> heartbeatEnds() {
      return ends(records.keySet().stream().filter(p -> p.topic().equals("coverage")).toList());
    }

    @Override
    public Map<TopicPartition, Long> offsetsAt(Collection<TopicPartition> partitions, long millis) {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      for (TopicPartition partition : partitions) {
        List<Long> times = records.get(partition);
        long before = times.stream().filter(time -> time < millis).count();
        if (before < times.size()) {
          offsets.put(partition, before);
        }
      }
      return offsets;
    }

    @Override
    public OptionalLong firstAppendFrom(Map<TopicPartition, Long> offsets) {
      return offsets.entrySet().stream()
          .filter(offset -> offset.getValue() < records.get(offset.getKey()).size())
          .mapToLong(offset -> records.get(offset.getKey()).get(offset.getValue().intValue()))
          .min();
    }

    @Override
    public void close() {}
  }
}
