package dev.weir.infra.local.admin;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for an answer of Kafka's admin client, for a bounded time. */
public final class Wait {
  private static final long SECONDS = 30;

  private Wait() {}

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
