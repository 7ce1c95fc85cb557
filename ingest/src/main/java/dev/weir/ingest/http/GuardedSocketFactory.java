package dev.weir.ingest.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Creates sockets that check {@link Destinations} when they connect, and that can limit how much is
 * read without a pause.
 */
final class GuardedSocketFactory extends SocketFactory {
  /** Connects a socket; tests replace it. */
  interface Connector {
    void connect(Socket socket, InetSocketAddress address, int timeoutMillis) throws IOException;
  }

  private final Destinations destinations;
  private final Connector connector;
  private final ReadBudget budget;

  GuardedSocketFactory(Destinations destinations, Connector connector, ReadBudget budget) {
    this.destinations = destinations;
    this.connector = connector;
    this.budget = budget;
  }

  @Override
  public Socket createSocket() {
    return new VettedSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(address, port));
  }

  private Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = createSocket();
    socket.connect(address, 0);
    return socket;
  }

  /** A socket that is checked when it connects, whoever connects it. */
  private final class VettedSocket extends Socket {
    private boolean vetted;

    VettedSocket() {
      super(Proxy.NO_PROXY);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      if (vetted) {
        super.connect(endpoint, timeout);
        return;
      }
      InetSocketAddress target = destinations.vetted((InetSocketAddress) endpoint);
      vetted = true;
      connector.connect(this, target, timeout);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return budget.bounded(super.getInputStream());
    }
  }

  /** How many bytes may be read before they are acknowledged as used. */
  static final class ReadBudget {
    static final ReadBudget UNLIMITED = new ReadBudget(Long.MAX_VALUE);
    private final long limit;
    private long left;

    ReadBudget(long limit) {
      this.limit = limit;
      this.left = limit;
    }

    void refill() {
      left = limit;
    }

    private InputStream bounded(InputStream in) {
      return limit == Long.MAX_VALUE ? in : new Bounded(in);
    }

    private final class Bounded extends FilterInputStream {
      Bounded(InputStream in) {
        super(in);
      }

      @Override
      public int read() throws IOException {
        return used(super.read(), 1);
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        return used(count, count);
      }

      private int used(int result, int count) throws IOException {
        if (result >= 0) {
          left -= count;
          if (left < 0) {
            throw new IOException(
                "Expected messages of at most " + limit + " bytes, got a longer one");
          }
        }
        return result;
      }
    }
  }
}
