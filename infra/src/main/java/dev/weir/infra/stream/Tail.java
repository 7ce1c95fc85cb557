package dev.weir.infra.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.schemas.MalformedRecordException;
import dev.weir.schemas.RecordDecoder;
import dev.weir.schemas.RegistryClient;
import dev.weir.schemas.RegistryUnavailableException;
import dev.weir.schemas.StackSettings;
import dev.weir.schemas.Topic;
import dev.weir.schemas.UnknownSchemaException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Follows one topic and prints its records as JSON lines. What cannot be decoded is told on the
 * second writer, and never ends it; while the registry does not answer it waits.
 */
public final class Tail {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = JsonMapper.builder().build();

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

  /** A record, decoded. */
  private record Line(ConsumerRecord<byte[], byte[]> from, @Nullable GenericRecord value) {}

  /**
   * Prints until the limit is reached, the topic's end is (where it does not follow), or nobody
   * reads any more.
   *
   * @throws SQLException where the condition is not understood; nothing has been printed then
   * @throws IOException where broker or topic cannot be read
   */
  public void run(Request request) throws IOException, SQLException, InterruptedException {
    try (Consumer<byte[], byte[]> consumer = Consumers.open(stack, environment);
        RegistryClient registry = RegistryClient.create(stack.registryUrl());
        Filtering filtering = filtering(request)) {
      Map<TopicPartition, Long> ends = seek(consumer, request);
      RecordDecoder decoder = new RecordDecoder(registry);
      long left = request.limit().orElse(Long.MAX_VALUE);
      while (left > 0 && !out.checkError()) {
        List<Line> lines = decode(consumer.poll(POLL), decoder);
        left -= print(filtering.select(lines), request, left);
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

  private Map<TopicPartition, Long> seek(Consumer<byte[], byte[]> consumer, Request request)
      throws IOException {
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
      Map<TopicPartition, Long> times = new HashMap<>();
      partitions.forEach(partition -> times.put(partition, at.time().toEpochMilli()));
      for (Map.Entry<TopicPartition, @Nullable OffsetAndTimestamp> start :
          consumer.offsetsForTimes(times).entrySet()) {
        OffsetAndTimestamp offset = start.getValue();
        if (offset != null) {
          consumer.seek(start.getKey(), offset.offset());
        }
      }
    }
    return ends;
  }

  private List<Line> decode(Iterable<ConsumerRecord<byte[], byte[]>> records, RecordDecoder decoder)
      throws InterruptedException {
    List<Line> lines = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> found : records) {
      decode(found, decoder).ifPresent(lines::add);
    }
    return lines;
  }

  private Optional<Line> decode(ConsumerRecord<byte[], byte[]> found, RecordDecoder decoder)
      throws InterruptedException {
    byte[] value = found.value();
    while (true) {
      try {
        return Optional.of(new Line(found, value == null ? null : decoder.decode(value)));
      } catch (RegistryUnavailableException e) {
        complain("waiting for the registry: " + e.getMessage());
        Thread.sleep(RETRY.toMillis());
      } catch (MalformedRecordException e) {
        complain(where(found) + ": " + e.errorType() + ": " + e.getMessage());
        return Optional.empty();
      } catch (UnknownSchemaException e) {
        complain(where(found) + ": " + UnknownSchemaException.ERROR_TYPE + ": " + e.getMessage());
        return Optional.empty();
      }
    }
  }

  private static String where(ConsumerRecord<byte[], byte[]> found) {
    return found.topic() + "-" + found.partition() + "@" + found.offset();
  }

  private void complain(String message) {
    complaints.println(message);
    complaints.flush();
  }

  private long print(List<Line> lines, Request request, long limit) {
    long printed = Math.min(limit, lines.size());
    for (Line line : lines.subList(0, (int) printed)) {
      out.print(request.envelope() ? envelope(line, -1) : value(line));
      out.print('\n');
    }
    out.flush();
    return printed;
  }

  /** A tombstone has no value to print but in an envelope. */
  private static String value(Line line) {
    return line.value == null ? "null" : RecordJson.of(line.value);
  }

  private static String envelope(Line line, int index) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("_key", TopicReader.key(line.from));
      json.writeNumberField("_partition", line.from.partition());
      json.writeNumberField("_offset", line.from.offset());
      json.writeStringField("_time", Instant.ofEpochMilli(line.from.timestamp()).toString());
      if (index >= 0) {
        json.writeNumberField("_n", index);
      }
      if (line.value != null) {
        for (var field : line.value.getSchema().getFields()) {
          json.writeFieldName(field.name());
          RecordJson.write(line.value.get(field.pos()), field.schema(), json);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private Filtering filtering(Request request) throws SQLException, IOException {
    if (request.condition().isEmpty()) {
      return new Filtering(null);
    }
    Path spill = stack.dataDir().resolve("cache").resolve("spill");
    return new Filtering(
        RecordFilter.of(request.condition().get(), request.topic().valueSchema(), spill));
  }

  /** Lets through what satisfies the condition, if there is one. */
  private final class Filtering implements AutoCloseable {

    private final @Nullable RecordFilter filter;

    Filtering(@Nullable RecordFilter filter) {
      this.filter = filter;
    }

    List<Line> select(List<Line> lines) {
      if (filter == null || lines.isEmpty()) {
        return lines;
      }
      List<String> rows = new ArrayList<>();
      for (Line line : lines) {
        rows.add(envelope(line, rows.size()));
      }
      try {
        return pick(lines, filter.matches(rows));
      } catch (SQLException e) {
        return oneByOne(lines, filter);
      }
    }

    /** One record on which the condition fails must not hide the others. */
    private List<Line> oneByOne(List<Line> lines, RecordFilter condition) {
      List<Line> selected = new ArrayList<>();
      for (Line line : lines) {
        try {
          selected.addAll(pick(List.of(line), condition.matches(List.of(envelope(line, 0)))));
        } catch (SQLException e) {
          complain(where(line.from) + ": condition: " + e.getMessage());
        }
      }
      return selected;
    }

    private List<Line> pick(List<Line> lines, BitSet matching) {
      return matching.stream().filter(i -> i < lines.size()).mapToObj(lines::get).toList();
    }

    @Override
    public void close() throws SQLException {
      if (filter != null) {
        filter.close();
      }
    }
  }
}
