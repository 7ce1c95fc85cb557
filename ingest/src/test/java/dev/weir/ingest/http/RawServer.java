package dev.weir.ingest.http;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A server of plain sockets that counts who connects, so that it can misbehave in every way. */
final class RawServer implements Closeable {
  interface Answer {
    void to(String head, OutputStream out) throws IOException, InterruptedException;
  }

  final AtomicInteger connects = new AtomicInteger();
  final AtomicLong sent = new AtomicLong();
  final List<String> heads = new CopyOnWriteArrayList<>();
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  RawServer(Answer answer) throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    threads.execute(() -> accept(answer));
  }

  static RawServer saying(String response) throws IOException {
    return new RawServer((head, out) -> out.write(response.getBytes(StandardCharsets.ISO_8859_1)));
  }

  int port() {
    return socket.getLocalPort();
  }

  String address() {
    return "127.0.0.1:" + port();
  }

  String url(String path) {
    return "http://" + address() + path;
  }

  private void accept(Answer answer) {
    while (!socket.isClosed()) {
      try {
        Socket one = socket.accept();
        connects.incrementAndGet();
        threads.execute(() -> answer(one, answer));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket one, Answer answer) {
    try (one;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(one.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = new Counted(one.getOutputStream())) {
      StringBuilder head = new StringBuilder();
      for (String line; (line = in.readLine()) != null && !line.isEmpty(); ) {
        head.append(line).append('\n');
      }
      heads.add(head.toString());
      answer.to(head.toString(), out);
    } catch (IOException e) {
      // The client left, which is what these tests are about.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }

  private final class Counted extends OutputStream {
    private final OutputStream out;

    Counted(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      sent.addAndGet(length);
    }
  }
}
