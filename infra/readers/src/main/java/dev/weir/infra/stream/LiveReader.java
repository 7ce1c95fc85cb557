package dev.weir.infra.stream;

import dev.weir.schemas.kafka.Consumers;
import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.Window;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.registry.UnknownSchemaException;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.topic.Topics;
import dev.weir.schemas.wire.MalformedRecordException;
import dev.weir.schemas.wire.RecordDecoder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows aggregates, windows, coverage and dead letters on a thread of its own, for the live view.
 * Needs no server at its start: it waits until broker, topics and registry are there, says so in
 * {@link LiveSnapshot#problem}, and goes on after an outage where it was. Reads three hours back
 * (coverage: all, dead letters: a day).
 *
 * <p>Safe for several threads.
 */
public final class LiveReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveReader.class);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration HOURS = Duration.ofHours(3);

  private record Followed(
      String topic, Class<? extends SpecificRecord> type, Optional<Duration> back) {}

  private static final List<Followed> FOLLOWED =
      List.of(
          new Followed(Topics.AGGREGATES, Aggregate.class, Optional.of(HOURS)),
          new Followed(Topics.WINDOWS, Window.class, Optional.of(HOURS)),
          new Followed(Topics.COVERAGE, CoverageInterval.class, Optional.empty()),
          new Followed(Topics.DEAD_LETTERS, DeadLetter.class, Optional.of(Duration.ofDays(1))));

  private final StackSettings stack;
  private final UnaryOperator<@Nullable String> environment;
  private final Clock clock;
  private final RegistryClient registry;
  private final RecordDecoder decoder;
  private final Map<TopicPartition, Followed> followed = new HashMap<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Thread thread;

  private final LiveState state = new LiveState();
  private boolean caughtUp;
  private Optional<String> problem = Optional.of("connecting");
  private long undecodable;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Consumer<byte[], byte[]> reading;

  private LiveReader(
      StackSettings stack, UnaryOperator<@Nullable String> environment, Clock clock) {
    this.stack = stack;
    this.environment = environment;
    this.clock = clock;
    this.registry = RegistryClient.create(stack.registryUrl());
    this.decoder = new RecordDecoder(registry);
    this.thread = new Thread(this::run, "live-reader");
    thread.setDaemon(true);
  }

  /**
   * Starts to read and returns at once.
   *
   * @param environment where {@code env:NAME} values of the settings are looked up
   */
  public static LiveReader start(
      StackSettings stack, UnaryOperator<@Nullable String> environment, Clock clock) {
    LiveReader reader = new LiveReader(stack, environment, clock);
    reader.thread.start();
    return reader;
  }

  /** What is known by now. */
  public synchronized LiveSnapshot snapshot() {
    return state.snapshot(clock.instant(), caughtUp, problem, undecodable);
  }

  private boolean isClosed() {
    return closing.getCount() == 0;
  }

  private void run() {
    while (!isClosed()) {
      try (Consumer<byte[], byte[]> consumer = StackConsumers.open(stack, environment)) {
        reading = consumer;
        follow(consumer);
      } catch (WakeupException e) {
        // Closed.
      } catch (IOException | KafkaException e) {
        report(String.valueOf(e.getMessage()));
        pause();
      } finally {
        reading = null;
      }
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) throws IOException {
    seek(consumer);
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (!isClosed()) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
        take(found);
      }
      arrived(Consumers.reached(consumer, ends));
    }
  }

  private void seek(Consumer<byte[], byte[]> consumer) {
    for (Followed one : FOLLOWED) {
      for (TopicPartition partition :
          Consumers.partitions(consumer, stack.topicPrefix() + one.topic)) {
        followed.put(partition, one);
      }
    }
    List<TopicPartition> partitions = new ArrayList<>(followed.keySet());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Instant> times = new HashMap<>();
    followed.forEach(
        (partition, one) ->
            one.back.ifPresent(back -> times.put(partition, clock.instant().minus(back))));
    Consumers.seek(consumer, times);
    positions.forEach((partition, position) -> consumer.seek(partition, position));
  }

  /** Takes in a record; where the registry does not answer, reading starts again at this one. */
  private void take(ConsumerRecord<byte[], byte[]> found) throws IOException {
    TopicPartition partition = new TopicPartition(found.topic(), found.partition());
    Followed one = followed.get(partition);
    byte[] value = found.value();
    if (one != null && value != null) {
      take(value, one, partition + "@" + found.offset());
    }
    positions.put(partition, found.offset() + 1);
  }

  private void take(byte[] value, Followed one, String where) throws IOException {
    try {
      SpecificRecord decoded = decoder.decode(value, one.type);
      synchronized (this) {
        state.apply(decoded);
      }
    } catch (MalformedRecordException | UnknownSchemaException e) {
      LOG.atDebug().addKeyValue("record", where).setCause(e).log("Undecodable record");
      synchronized (this) {
        undecodable++;
      }
    }
  }

  private synchronized void arrived(boolean atEnd) {
    caughtUp |= atEnd;
    problem = Optional.empty();
  }

  private synchronized void report(String message) {
    problem = Optional.of(message);
  }

  private void pause() {
    try {
      closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
    }
  }

  /** Ends the thread, which takes a moment where a server does not answer. */
  @Override
  public void close() {
    closing.countDown();
    Consumer<byte[], byte[]> consumer = reading;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(RETRY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    registry.close();
  }
}
