package dev.weir.pollers;

import dev.weir.ingest.http.WebSocket;
import dev.weir.ingest.http.WebSocketListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Queues the messages of a WebSocket for reading. While the queue is full, the socket's thread
 * waits, and so does the server. One thread reads; the socket's thread writes.
 */
public final class Connection implements WebSocketListener {
  private static final int CAPACITY = 1000;

  /** Something that was received. */
  public sealed interface Heard {}

  public record Opened(Instant at) implements Heard {}

  /**
   * A message. It is observed when {@link #next} returns it: a message in the queue is not observed
   * yet, just as one in the socket.
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Message(byte[] bytes) implements Heard {}

  public record Closed(int code, String reason) implements Heard {}

  public record Failed(IOException cause) implements Heard {}

  private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(CAPACITY);
  private final InstantSource clock;
  private final AtomicLong received = new AtomicLong();
  private final ProofOfLife proof = new ProofOfLife();
  private @Nullable WebSocket socket;
  private volatile boolean abandoned;

  public Connection(InstantSource clock) {
    this.clock = clock;
  }

  /** Sets the socket, so that the answers to its pings count as proof of life. */
  public void of(WebSocket opened) {
    socket = opened;
  }

  /** Returns the next event; null if there is none in time. */
  public @Nullable Heard next(long millis) throws InterruptedException {
    Instant now = clock.instant();
    if (socket != null) {
      // In this order: what came before an answered ping must be among what was received.
      int answered = socket.answeredPings();
      proof.observe(now, answered, received.get());
    }
    Heard next = heard.poll(millis, TimeUnit.MILLISECONDS);
    if (next != null) {
      proof.taken();
    }
    return next;
  }

  /**
   * Up to when {@link #next} has returned everything that the server sent, as its answers to pings
   * prove; empty before the first proof. Silence alone proves nothing: a connection may be dead
   * without notice, and messages may still wait to be read.
   */
  public Optional<Instant> provenUntil() {
    return proof.until();
  }

  /** The reader has stopped: further messages are dropped. */
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
    put(new Message(message.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void binary(byte[] message) {
    put(new Message(message));
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
      received.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
