package dev.weir.infra.stream;

import dev.weir.schemas.kafka.Consumers;
import dev.weir.schemas.settings.StackSettings;
import java.io.IOException;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Makes the consumers by which users' commands read. */
final class StackConsumers {

  private static final String CALL_MILLIS = "15000";

  private StackConsumers() {}

  /** The settings of any client, with the time that a user is kept waiting for an answer. */
  static Map<String, String> client(
      StackSettings stack, UnaryOperator<@Nullable String> environment) {
    Map<String, String> client = stack.kafkaClient(environment);
    client.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
    return client;
  }

  static Consumer<byte[], byte[]> open(
      StackSettings stack, UnaryOperator<@Nullable String> environment) throws IOException {
    try {
      return Consumers.open(Consumers.settings(client(stack, environment)));
    } catch (KafkaException e) {
      throw new IOException(
          "Cannot make a consumer for " + stack.bootstrapServers() + ": " + e.getMessage(), e);
    }
  }
}
