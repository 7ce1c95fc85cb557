package dev.weir.spark.sink;

import dev.weir.spark.owner.Claim;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to one topic in the name of a query's owner, from wherever it is. Only the owner's
 * records are seen: who lost the query cannot commit.
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
   * Of the task's slot. Tasks of one number on two executors never share an id, so that they do not
   * fence each other.
   */
  private String transactionalId() {
    SparkEnv environment = SparkEnv.get();
    return slot() + (environment == null ? "none" : environment.executorId());
  }

  private String slot() {
    TaskContext task = TaskContext.get();
    String number = task == null ? "driver" : Integer.toString(task.partitionId());
    return claim.transactionalId(name + "-" + number + "@");
  }

  /**
   * Records that are written together. They are held back until there are {@link #MOST_BYTES} of
   * them, or no more come, and then sent in one transaction: it is never open while rows are still
   * being computed, since an open transaction hides the records of all other writers. A large batch
   * takes several.
   */
  public static final class Batch implements AutoCloseable {

    private static final long MOST_BYTES = 4L << 20;

    private final TopicWriter writer;
    private final String transactionalId;
    private final Optional<String> abandoned;
    private final List<ProducerRecord<byte[], byte[]>> held = new ArrayList<>();
    private long heldBytes;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    private Batch(TopicWriter writer) {
      this.writer = writer;
      this.transactionalId = writer.transactionalId();
      TaskContext task = TaskContext.get();
      boolean isRepeated =
          task != null && (task.attemptNumber() > 0 || task.stageAttemptNumber() > 0);
      this.abandoned = isRepeated ? Optional.of(writer.slot()) : Optional.empty();
    }

    /**
     * Adds a record.
     *
     * @throws IOException if the query has another owner by now, or the broker is away
     */
    public void send(String key, byte[] value) throws IOException {
      byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
      held.add(new ProducerRecord<>(writer.claim().kafka().topic(writer.name()), keyBytes, value));
      heldBytes += keyBytes.length + value.length;
      if (heldBytes >= MOST_BYTES) {
        commit();
      }
    }

    /**
     * Commits all records; they are on all replicas when it returns.
     *
     * @throws IOException if the query has another owner by now, or a record could not be written
     */
    public void finish() throws IOException {
      if (!held.isEmpty()) {
        commit();
      }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the commit fails if a record did
    private void commit() throws IOException {
      KafkaProducer<byte[], byte[]> taken = producer == null ? open() : producer;
      boolean isCommitted = false;
      try {
        taken.beginTransaction();
        held.forEach(taken::send);
        taken.commitTransaction();
        isCommitted = true;
      } catch (KafkaException e) {
        throw new IOException("Topic " + writer.name() + ": " + e, e);
      } finally {
        if (!isCommitted) {
          abort(taken);
        }
      }
      held.clear();
      heldBytes = 0;
    }

    private KafkaProducer<byte[], byte[]> open() throws IOException {
      if (abandoned.isPresent()) {
        // What an executor that was lost left open would hide records until its time is over.
        writer.claim().fence(abandoned.get(), transactionalId);
      }
      KafkaProducer<byte[], byte[]> taken = Producers.take(writer.claim(), transactionalId);
      producer = taken;
      return taken;
    }

    private void abort(KafkaProducer<byte[], byte[]> taken) {
      try {
        taken.abortTransaction();
      } catch (KafkaException e) {
        // The broker aborts it when the next owner fences us, or after the time-out.
      } finally {
        Producers.discard(taken);
        producer = null;
      }
    }

    /** Leaves out what was not committed. */
    @Override
    public void close() {
      if (producer != null) {
        Producers.giveBack(writer.claim(), transactionalId, producer);
        producer = null;
      }
    }
  }
}
