package dev.weir.pollers;

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
 * What a WebSocket sent, waiting to be read. While the queue is full, the socket's thread waits,
 * and so does the server. One thread reads; the socket's thread writes.
 */
public final class Connection implements WebSocketListener {
  private static final int CAPACITY = 1000;

  /** Something that was heard. */
  public sealed interface Heard {}

  public record Opened(Instant at) implements Heard {}

  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Message(byte[] bytes, Instant at) implements Heard {}

  public record Closed(int code, String reason) implements Heard {}

  public record Failed(IOException cause) implements Heard {}

  private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(CAPACITY);
  private final InstantSource clock;
  private volatile boolean abandoned;

  public Connection(InstantSource clock) {
    this.clock = clock;
  }

  /** Returns what was heard next, or null where nothing is within the time. */
  public @Nullable Heard next(long millis) throws InterruptedException {
    return heard.poll(millis, TimeUnit.MILLISECONDS);
  }

  /** Nobody reads any more: what comes is thrown away. */
  public void abandon() {
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
