package dev.weir.ingest.shard.commit;

import dev.weir.schemas.kafka.Consumers;
import dev.weir.schemas.settings.StackSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka's clients as the shards need them. */
public final class KafkaClients {

  /** Largest record, uncompressed; the topics are created to take it. */
  static final int MAX_RECORD = 4 * 1024 * 1024;

  /**
   * Readers see nothing behind an open transaction, so the broker ends one soon after its producer
   * died. Long enough for a broker that restarts.
   */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);

  /**
   * How long a member of the group may be silent before its shards go to others, which is also how
   * long an open transaction of a killed one holds readers up: the least that brokers allow unless
   * told otherwise.
   */
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  private static final Duration MAX_BLOCK = Duration.ofSeconds(10);

  private final Map<String, Object> common = new HashMap<>();
  private final String group;

  public KafkaClients(StackSettings stack, String application) {
    common.putAll(stack.kafkaClient(System::getenv));
    common.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    common.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(10)));
    common.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, millis(Duration.ofSeconds(2)));
    this.group = stack.topicPrefix() + application;
  }

  /** The consumer group, which also begins the transactional ids. */
  public String group() {
    return group;
  }

  public Admin admin() {
    Map<String, Object> config = new HashMap<>(common);
    config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(15)));
    return Admin.create(config);
  }

  /**
   * A member of the application's group. Its only use is to be told which shards it owns.
   *
   * <p>The group is of the classic kind with cooperative rebalancing: shards that stay where they
   * are go on through a rebalance, and every broker that speaks Kafka's protocol has it.
   */
  public Consumer<byte[], byte[]> member() {
    Map<String, Object> config = consumerConfig();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(CooperativeStickyAssignor.class.getName()));
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(SESSION_TIMEOUT));
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(SESSION_TIMEOUT.dividedBy(5)));
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(Duration.ofMinutes(1)));
    return Consumers.open(config);
  }

  /** Reads what is committed, of partitions that it is told. */
  public Consumer<byte[], byte[]> reader() {
    Map<String, Object> config = consumerConfig();
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
    return Consumers.open(config);
  }

  private Map<String, Object> consumerConfig() {
    Map<String, Object> config = Consumers.settings(common);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(15)));
    return config;
  }

  public Producer<byte[], byte[]> producer(String transactionalId) {
    Map<String, Object> config = new HashMap<>(common);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(TRANSACTION_TIMEOUT));
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(TRANSACTION_TIMEOUT));
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis(MAX_BLOCK));
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L * MAX_RECORD);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD + 64 * 1024);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
