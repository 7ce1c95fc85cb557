package dev.weir.infra.local.admin;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;

/** Waits for an answer of Kafka's admin client, for a bounded time. */
public final class Wait {
  private static final long SECONDS = 30;

  private static final long PAUSE_MILLIS = 200;

  private Wait() {}

  /**
   * The answer to a question that is asked again for as long as it can be answered later: a broker
   * may not know a topic yet that another one has just made.
   *
   * @throws IOException when none comes in time
   * @throws ExecutionException when the answer is an error that stays
   */
  public static <T> T until(Supplier<Future<T>> question) throws IOException, ExecutionException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (true) {
      try {
        return on(question.get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
          throw e;
        }
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for Kafka", e);
    }
  }

  /**
   * The answer.
   *
   * @throws IOException when none comes in time
   * @throws ExecutionException when the answer is an error
   */
  public static <T> T on(Future<T> future) throws IOException, ExecutionException {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("Kafka did not answer within " + SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for Kafka", e);
    }
  }
}
