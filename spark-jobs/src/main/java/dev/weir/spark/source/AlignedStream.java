package dev.weir.spark.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.spark.source.AlignedKafka.Role;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsAdmissionControl;

/** Spark's stream of Kafka records, whose batches end where the planner says. */
final class AlignedStream implements MicroBatchStream, SupportsAdmissionControl {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final MicroBatchStream stream;
  private final SupportsAdmissionControl admission;
  private final SharedPlanner shared;
  private final Role role;
  private boolean isStopped;

  AlignedStream(MicroBatchStream stream, SharedPlanner shared, Role role) {
    this.stream = stream;
    this.admission = (SupportsAdmissionControl) stream;
    this.shared = shared;
    this.role = role;
    if (role == Role.DATA) {
      shared.planner().addData(this);
    }
  }

  @Override
  public Offset latestOffset(Offset start, ReadLimit limit) {
    BatchPlanner planner = shared.planner();
    Map<TopicPartition, Long> from = parse(start);
    Map<TopicPartition, Long> ends =
        role == Role.DATA
            ? planner.planData(this, from, () -> latest(start))
            : planner.planHeartbeats(this, from, latest(start));
    return stream.deserializeOffset(format(ends));
  }

  private Map<TopicPartition, Long> latest(Offset start) {
    return parse(admission.latestOffset(start, ReadLimit.allAvailable()));
  }

  @Override
  public Offset latestOffset() {
    throw new UnsupportedOperationException("Expected a call with start and limit");
  }

  @Override
  public ReadLimit getDefaultReadLimit() {
    return ReadLimit.allAvailable();
  }

  @Override
  public Offset reportLatestOffset() {
    return admission.reportLatestOffset();
  }

  @Override
  public Offset initialOffset() {
    return stream.initialOffset();
  }

  @Override
  public Offset deserializeOffset(String json) {
    return stream.deserializeOffset(json);
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    return stream.planInputPartitions(start, end);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return stream.createReaderFactory();
  }

  @Override
  public void commit(Offset end) {
    stream.commit(end);
  }

  @Override
  public void stop() {
    if (!isStopped) {
      isStopped = true;
      shared.release();
    }
    stream.stop();
  }

  @Override
  public String toString() {
    return stream.toString();
  }

  /** Offsets as Spark's Kafka source writes them: {@code {"topic": {"partition": offset}}}. */
  static Map<TopicPartition, Long> parse(Offset offset) {
    try {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      for (Map.Entry<String, JsonNode> topic : MAPPER.readTree(offset.json()).properties()) {
        for (Map.Entry<String, JsonNode> partition : topic.getValue().properties()) {
          offsets.put(
              new TopicPartition(topic.getKey(), Integer.parseInt(partition.getKey())),
              partition.getValue().asLong());
        }
      }
      return offsets;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Expected offsets as JSON, got: " + offset.json(), e);
    }
  }

  private static String format(Map<TopicPartition, Long> offsets) {
    ObjectNode json = MAPPER.createObjectNode();
    offsets.forEach(
        (partition, offset) ->
            json.withObjectProperty(partition.topic())
                .put(Integer.toString(partition.partition()), offset));
    return json.toString();
  }
}
