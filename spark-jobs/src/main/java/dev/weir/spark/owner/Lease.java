package dev.weir.spark.owner;

import dev.weir.schemas.topic.Topics;
import dev.weir.spark.stack.KafkaLink;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to run a query, held as the only member of a consumer group of the query's own: so the
 * broker decides who is the owner and notices when it is gone, on one machine and on a cluster, and
 * no server more is needed.
 *
 * <p>Whoever joins the group and finds somebody else in it leaves again; so there is never more
 * than one owner that has found itself alone. An owner that does not answer the broker for {@link
 * #SESSION} is taken for dead, wakes as a former owner, and finds its producers fenced and its
 * tables claimed by another. Safe for use by several threads.
 */
public final class Lease implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  /** How long an owner may be silent. */
  static final Duration SESSION = Duration.ofSeconds(15);

  /** How long an owner is waited for before one is refused: a dead one is gone by then. */
  private static final Duration PATIENCE = SESSION.multipliedBy(2);

  private static final Duration POLL = Duration.ofMillis(300);

  private final Claim claim;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread keeper;
  private volatile boolean isLost;
  private volatile boolean isClosing;

  private Lease(Claim claim, KafkaConsumer<byte[], byte[]> consumer) {
    this.claim = claim;
    this.consumer = consumer;
    this.keeper = new Thread(this::keep, "owner-of-" + claim.owner().query());
    keeper.setDaemon(true);
  }

  /**
   * Becomes the owner of a query, and fences who was it before.
   *
   * @throws OwnedElsewhereException if another process is the owner and stays it
   */
  public static Lease acquire(KafkaLink kafka, String query)
      throws OwnedElsewhereException, IOException, InterruptedException {
    Claim claim = new Claim(kafka, Owner.here(query));
    Instant deadline = Instant.now().plus(PATIENCE);
    boolean isTold = false;
    try (Admin admin = kafka.admin()) {
      while (true) {
        Optional<MemberDescription> other = other(admin, claim, "");
        if (other.isEmpty()) {
          Optional<Lease> lease = tryToJoin(admin, claim);
          if (lease.isPresent()) {
            return lease.get();
          }
        } else if (isDead(other.get())) {
          removeAll(admin, Claim.group(kafka, query));
          continue;
        } else if (!isTold) {
          LOG.atInfo().addKeyValue("query", query).log("Waiting for {}", describe(other.get()));
          isTold = true;
        }
        if (other.isPresent() && Instant.now().isAfter(deadline)) {
          throw new OwnedElsewhereException(
              "Query %s: expected to be the only one that runs it, but it is run by %s. Stop that process first, or name other queries with --queries."
                  .formatted(query, describe(other.get())));
        }
        TimeUnit.MILLISECONDS.sleep(200 + ThreadLocalRandom.current().nextLong(600));
      }
    }
  }

  private static Optional<Lease> tryToJoin(Admin admin, Claim claim)
      throws IOException, InterruptedException {
    Lease lease = new Lease(claim, new KafkaConsumer<>(config(claim)));
    boolean isOwner = false;
    try {
      lease.join();
      isOwner = other(admin, claim, lease.consumer.groupMetadata().memberId()).isEmpty();
      if (isOwner) {
        lease.keeper.start();
        claim.fenceOthers();
      }
    } catch (KafkaException e) {
      isOwner = false;
      throw new IOException("Query " + claim.owner().query() + ": " + e, e);
    } finally {
      if (!isOwner) {
        lease.close();
      }
    }
    return isOwner ? Optional.of(lease) : Optional.empty();
  }

  private static Map<String, Object> config(Claim claim) {
    Map<String, Object> config = new HashMap<>(claim.kafka().client());
    config.put("group.id", Claim.group(claim.kafka(), claim.owner().query()));
    config.put("client.id", claim.owner().text());
    config.put("session.timeout.ms", (int) SESSION.toMillis());
    config.put("heartbeat.interval.ms", (int) SESSION.toMillis() / 5);
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "latest");
    config.put("key.deserializer", ByteArrayDeserializer.class);
    config.put("value.deserializer", ByteArrayDeserializer.class);
    return config;
  }

  private void join() throws IOException {
    // Some topic has to be named. Nothing is read of it.
    consumer.subscribe(List.of(claim.kafka().topic(Topics.COVERAGE)), new Watch());
    Instant deadline = Instant.now().plus(PATIENCE);
    while (consumer.assignment().isEmpty()) {
      consumer.poll(POLL);
      if (Instant.now().isAfter(deadline)) {
        throw new IOException(
            "Expected to join the consumer group %s within %s, got no answer"
                .formatted(Claim.group(claim.kafka(), claim.owner().query()), PATIENCE));
      }
    }
  }

  /** What the owner's tasks need in order to write in its name. */
  public Claim claim() {
    return claim;
  }

  /** Whether this process is the owner, as far as it knows. */
  public boolean isHeld() {
    return !isLost;
  }

  private void keep() {
    try {
      String member = consumer.groupMetadata().memberId();
      while (!isClosing && !isLost) {
        consumer.poll(POLL);
        if (!member.equals(consumer.groupMetadata().memberId())) {
          isLost = true;
        }
      }
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("query", claim.owner().query()).setCause(e).log("Lost ownership");
    } finally {
      isLost = true;
      consumer.close(Duration.ofSeconds(5));
    }
  }

  /** Gives the query up, so that another process can have it at once. */
  @Override
  public void close() {
    isClosing = true;
    if (keeper.getState() == Thread.State.NEW) {
      isLost = true;
      consumer.close(Duration.ofSeconds(5));
      return;
    }
    try {
      keeper.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<MemberDescription> other(Admin admin, Claim claim, String self)
      throws IOException {
    return Claim.members(admin, Claim.group(claim.kafka(), claim.owner().query())).stream()
        .filter(member -> !member.consumerId().equals(self))
        .findFirst();
  }

  private static boolean isDead(MemberDescription member) {
    return Owner.parse(member.clientId()).filter(Owner::isDead).isPresent();
  }

  private static void removeAll(Admin admin, String group)
      throws IOException, InterruptedException {
    try {
      admin
          .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Consumer group " + group + ": " + e, e);
    }
  }

  private static String describe(MemberDescription member) {
    String name =
        Owner.parse(member.clientId()).map(Owner::toString).orElse("client " + member.clientId());
    return name + ", at address " + member.host().replaceFirst("^/", "");
  }

  /** Reads nothing, and takes note when the broker gave the query to somebody else. */
  private final class Watch implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.pause(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      // Somebody else joins, finds us, and leaves again.
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      isLost = true;
    }
  }
}
