package dev.weir.pollers.bluesky;

import dev.weir.ingest.http.WebSocketListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a WebSocket says, waiting to be read. The socket's thread is held while the queue is full,
 * and so is the server: whoever reads slowly is sent slowly.
 */
final class Connection implements WebSocketListener {
  private static final int CAPACITY = 1000;

  /** Something that was heard. */
  sealed interface Heard {}

  record Opened(Instant at) implements Heard {}

  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Message(byte[] bytes, Instant at) implements Heard {}

  record Closed(int code, String reason) implements Heard {}

  record Failed(IOException cause) implements Heard {}

  private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(CAPACITY);
  private final InstantSource clock;
  private volatile boolean abandoned;

  Connection(InstantSource clock) {
    this.clock = clock;
  }

  /** Returns what was heard next, or null where nothing is within the time. */
  @Nullable Heard next(long millis) throws InterruptedException {
    return heard.poll(millis, TimeUnit.MILLISECONDS);
  }

  /** Nobody reads any more: what comes is thrown away. */
  void abandon() {
    abandoned = true;
    heard.clear();
  }

  @Override
  public void opened() {
    put(new Opened(clock.instant()));
  }

  @Override
  public void text(String message) {
    put(new Message(message.getBytes(StandardCharsets.UTF_8), clock.instant()));
  }

  @Override
  public void binary(byte[] message) {
    put(new Message(message, clock.instant()));
  }

  @Override
  public void closed(int code, String reason) {
    put(new Closed(code, reason));
  }

  @Override
  public void failed(IOException cause) {
    put(new Failed(cause));
  }

  private void put(Heard item) {
    try {
      boolean taken = false;
      while (!taken && !abandoned) {
        taken = heard.offer(item, 100, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
