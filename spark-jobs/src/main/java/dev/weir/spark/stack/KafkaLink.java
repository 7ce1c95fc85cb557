package dev.weir.spark.stack;

import dev.weir.schemas.kafka.LogReader;
import dev.weir.schemas.settings.StackSettings;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * The broker and how to reach it, in a form that travels to executors.
 *
 * @param properties of every client, secrets resolved
 * @param prefix of every topic's name
 */
public record KafkaLink(Map<String, String> properties, String prefix) implements Serializable {

  public KafkaLink {
    properties = new TreeMap<>(properties);
  }

  public static KafkaLink of(StackSettings stack) {
    return new KafkaLink(stack.kafkaClient(System::getenv), stack.topicPrefix());
  }

  /** A topic's name on the broker. */
  public String topic(String name) {
    return prefix + name;
  }

  /** The properties as options of Spark's Kafka source. */
  public Map<String, String> sparkOptions() {
    Map<String, String> options = new HashMap<>();
    properties.forEach((key, value) -> options.put("kafka." + key, value));
    return options;
  }

  /** The properties for a client. */
  public Map<String, Object> client() {
    return new HashMap<>(properties);
  }

  /** A topic from its first record that is kept; the caller closes the reader. */
  public LogReader read(String name) {
    return LogReader.fromStart(properties, topic(name));
  }

  /** A topic from the first record that the broker took at a time or later. */
  public LogReader readFrom(String name, Instant time) {
    return LogReader.from(properties, topic(name), time);
  }

  /** An admin client, to be closed by the caller. */
  public Admin admin() {
    return Admin.create(client());
  }

  /** What is asked of the broker. */
  @FunctionalInterface
  public interface Question<T> {
    /** Asks, and waits for the answer for a bounded time. */
    T put(Admin admin) throws ExecutionException, TimeoutException, InterruptedException;
  }

  /**
   * The broker's answer.
   *
   * @param about begins the message of an error
   * @throws IOException if the broker does not answer in time, or with an error
   */
  public <T> T ask(String about, Question<T> question) throws IOException {
    try (Admin admin = admin()) {
      return question.put(admin);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(about + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(about + ": interrupted while asking the broker", e);
    }
  }

  /** The cluster's id; a new cluster's registry gives other schema ids. */
  public String clusterId() throws IOException {
    return ask(
        "Broker " + properties.get("bootstrap.servers"),
        admin -> admin.describeCluster().clusterId().get(30, TimeUnit.SECONDS));
  }
}
