package dev.weir.spark.owner;

import dev.weir.spark.stack.KafkaLink;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * What an owner's tasks need to know in order to write in its name. Travels to executors.
 *
 * @param kafka the broker that says who the owner is
 * @param owner who claims to be it
 */
public record Claim(KafkaLink kafka, Owner owner) implements Serializable {

  private static final long SECONDS = 60;

  /** The consumer group whose only member is the owner of a query. */
  static String group(KafkaLink kafka, String query) {
    return kafka.topic("spark-owner-" + query);
  }

  /**
   * A transactional id of the query's producers.
   *
   * @param slot tells apart what may be written at the same time
   */
  public String transactionalId(String slot) {
    return prefix() + slot;
  }

  private String prefix() {
    return kafka.topic("spark-" + owner.query() + "-");
  }

  /**
   * Asks the broker whether the owner is still the owner.
   *
   * @throws IOException if it is not, or the broker does not say
   */
  public void requireHeld() throws IOException {
    try (Admin admin = kafka.admin()) {
      boolean isHeld =
          members(admin, group(kafka, owner.query())).stream()
              .anyMatch(member -> member.clientId().equals(owner.text()));
      if (!isHeld) {
        throw new IOException(
            "Query %s: this process (%s) is no longer its owner, and must not write"
                .formatted(owner.query(), owner));
      }
    }
  }

  /**
   * Ends the transactions of all earlier owners, and keeps their producers from beginning new ones.
   */
  public void fenceOthers() throws IOException {
    fence(prefix(), "");
  }

  /**
   * Ends the transactions of producers, and keeps them from beginning new ones.
   *
   * @param prefix with which their ids begin
   * @param except an id that is left alone
   */
  public void fence(String prefix, String except) throws IOException {
    var ignored =
        kafka.ask(
            "Cannot fence the producers of query " + owner.query(),
            admin -> {
              List<String> ids =
                  admin.listTransactions().all().get(SECONDS, TimeUnit.SECONDS).stream()
                      .map(TransactionListing::transactionalId)
                      .filter(id -> id.startsWith(prefix) && !id.equals(except))
                      .collect(Collectors.toList());
              if (!ids.isEmpty()) {
                admin.fenceProducers(ids).all().get(SECONDS, TimeUnit.SECONDS);
              }
              return ids;
            });
  }

  /** The members of a group; none if there is no such group. */
  static List<MemberDescription> members(Admin admin, String group) throws IOException {
    try {
      return admin
          .describeConsumerGroups(List.of(group))
          .all()
          .get(SECONDS, TimeUnit.SECONDS)
          .values()
          .stream()
          .flatMap(described -> described.members().stream())
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw new IOException("Consumer group " + group + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException("Consumer group " + group + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking for the members of " + group, e);
    }
  }
}
