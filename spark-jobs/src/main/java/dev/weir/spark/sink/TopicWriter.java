package dev.weir.spark.sink;

import dev.weir.spark.owner.Claim;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to one topic in the name of a query's owner, from wherever it is. What a batch
 * holds is seen as a whole, and by the owner only: who lost the query cannot commit.
 *
 * @param claim of the owner
 * @param name of the topic, without prefix
 */
public record TopicWriter(Claim claim, String name) implements Serializable {

  /** Begins a batch, which belongs to one thread. On the driver, one at a time. */
  public Batch begin() {
    return new Batch(this);
  }

  /**
   * Tasks of one number on two executors never share an id, so that they do not fence each other.
   */
  private String transactionalId() {
    TaskContext task = TaskContext.get();
    SparkEnv environment = SparkEnv.get();
    String slot = task == null ? "driver" : Integer.toString(task.partitionId());
    return claim.transactionalId(
        name + "-" + slot + "@" + (environment == null ? "none" : environment.executorId()));
  }

  /** Records that are committed together. Takes a producer with the first of them. */
  public static final class Batch implements AutoCloseable {
    private final TopicWriter writer;
    private final String transactionalId;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    private Batch(TopicWriter writer) {
      this.writer = writer;
      this.transactionalId = writer.transactionalId();
    }

    /**
     * Adds a record.
     *
     * @throws IOException if the query has another owner by now, or the broker is away
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the commit fails if a record did
    public void send(String key, byte[] value) throws IOException {
      try {
        KafkaProducer<byte[], byte[]> taken = producer == null ? open() : producer;
        taken.send(
            new ProducerRecord<>(
                writer.claim().kafka().topic(writer.name()),
                key.getBytes(StandardCharsets.UTF_8),
                value));
      } catch (KafkaException e) {
        throw failure(e);
      }
    }

    private KafkaProducer<byte[], byte[]> open() throws IOException {
      KafkaProducer<byte[], byte[]> taken = Producers.take(writer.claim(), transactionalId);
      producer = taken;
      taken.beginTransaction();
      return taken;
    }

    /**
     * Commits all records; they are on all replicas when it returns.
     *
     * @throws IOException if the query has another owner by now, or a record could not be written
     */
    public void finish() throws IOException {
      if (producer == null) {
        return;
      }
      try {
        producer.commitTransaction();
      } catch (KafkaException e) {
        throw failure(e);
      }
      Producers.giveBack(writer.claim(), transactionalId, producer);
      producer = null;
    }

    private IOException failure(KafkaException error) {
      return new IOException("Topic " + writer.name() + ": " + error, error);
    }

    /** Takes back what was not committed. */
    @Override
    public void close() {
      if (producer == null) {
        return;
      }
      try {
        producer.abortTransaction();
      } catch (KafkaException e) {
        // The broker aborts it when the next owner fences us, or after the time-out.
      } finally {
        Producers.discard(producer);
        producer = null;
      }
    }
  }
}
