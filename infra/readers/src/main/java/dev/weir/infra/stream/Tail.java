package dev.weir.infra.stream;

import dev.weir.schemas.kafka.Consumers;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UnknownSchemaException;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.topic.Topic;
import dev.weir.schemas.wire.MalformedRecordException;
import dev.weir.schemas.wire.RecordDecoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Follows one topic and prints its records as JSON lines. Records that cannot be decoded are
 * reported on the second writer and skipped; while the registry does not answer, it waits.
 */
public final class Tail {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final StackSettings stack;
  private final UnaryOperator<@Nullable String> environment;
  private final PrintWriter out;
  private final PrintWriter complaints;

  /**
   * A tail of the stack's topics.
   *
   * @param environment where {@code env:NAME} values of the settings are looked up
   */
  public Tail(
      StackSettings stack,
      UnaryOperator<@Nullable String> environment,
      PrintWriter out,
      PrintWriter complaints) {
    this.stack = stack;
    this.environment = environment;
    this.out = out;
    this.complaints = complaints;
  }

  /**
   * What to print.
   *
   * @param topic the topic
   * @param start where to begin
   * @param condition DuckDB's SQL over the record's fields; empty for all records
   * @param limit after how many printed records to end; empty for never
   * @param follow whether to wait for more at the end of the topic
   * @param envelope whether to print key, partition, offset and time around each value
   */
  public record Request(
      Topic topic,
      StartAt start,
      Optional<String> condition,
      Optional<Long> limit,
      boolean follow,
      boolean envelope) {}

  /**
   * Prints until the limit is reached, the topic's end is (where it does not follow), or nobody
   * reads any more.
   *
   * @throws SQLException where the condition is not understood; nothing has been printed then
   * @throws IOException where broker or topic cannot be read
   */
  public void run(Request request) throws IOException, SQLException, InterruptedException {
    try (Consumer<byte[], byte[]> consumer = StackConsumers.open(stack, environment);
        RegistryClient registry = RegistryClient.create(stack.registryUrl());
        TailFilter filter = TailFilter.of(request, stack, this::complain)) {
      Map<TopicPartition, Long> ends = seek(consumer, request);
      RecordDecoder decoder = new RecordDecoder(registry);
      long left = request.limit().orElse(Long.MAX_VALUE);
      while (left > 0 && !out.checkError()) {
        List<TailLine> lines = decode(consumer.poll(POLL), decoder);
        left -= print(filter.select(lines), request, left);
        if (!request.follow() && Consumers.reached(consumer, ends)) {
          return;
        }
      }
    } catch (KafkaException e) {
      throw new IOException(
          "Cannot read %s at %s: %s"
              .formatted(
                  request.topic().fullName(stack.topicPrefix()),
                  stack.bootstrapServers(),
                  e.getMessage()),
          e);
    }
  }

  private Map<TopicPartition, Long> seek(Consumer<byte[], byte[]> consumer, Request request) {
    List<TopicPartition> partitions =
        Consumers.partitions(consumer, request.topic().fullName(stack.topicPrefix()));
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    if (request.start() instanceof StartAt.Earliest) {
      consumer.seekToBeginning(partitions);
    } else {
      ends.forEach(consumer::seek);
    }
    if (request.start() instanceof StartAt.At at) {
      Map<TopicPartition, Instant> times = new HashMap<>();
      partitions.forEach(partition -> times.put(partition, at.time()));
      Consumers.seek(consumer, times);
    }
    return ends;
  }

  private List<TailLine> decode(
      Iterable<ConsumerRecord<byte[], byte[]>> records, RecordDecoder decoder)
      throws InterruptedException {
    List<TailLine> lines = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> found : records) {
      decode(found, decoder).ifPresent(lines::add);
    }
    return lines;
  }

  private Optional<TailLine> decode(ConsumerRecord<byte[], byte[]> found, RecordDecoder decoder)
      throws InterruptedException {
    byte[] value = found.value();
    while (true) {
      try {
        return Optional.of(new TailLine(found, value == null ? null : decoder.decode(value)));
      } catch (RegistryUnavailableException e) {
        complain("waiting for the registry: " + e.getMessage());
        Thread.sleep(RETRY.toMillis());
      } catch (MalformedRecordException e) {
        complain(TailLine.where(found) + ": " + e.errorType() + ": " + e.getMessage());
        return Optional.empty();
      } catch (UnknownSchemaException e) {
        complain(
            TailLine.where(found)
                + ": "
                + UnknownSchemaException.ERROR_TYPE
                + ": "
                + e.getMessage());
        return Optional.empty();
      }
    }
  }

  private void complain(String message) {
    complaints.println(message);
    complaints.flush();
  }

  private long print(List<TailLine> lines, Request request, long limit) {
    long printed = Math.min(limit, lines.size());
    for (TailLine line : lines.subList(0, (int) printed)) {
      out.print(request.envelope() ? line.envelope() : line.json());
      out.print('\n');
    }
    out.flush();
    return printed;
  }
}
