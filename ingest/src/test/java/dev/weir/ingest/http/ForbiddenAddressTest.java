package dev.weir.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.settings.HttpSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing private is ever connected to: a server counts, and so does what connects the sockets. */
class ForbiddenAddressTest {
  private static final String HELLO =
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

  private final List<InetSocketAddress> attempts = new CopyOnWriteArrayList<>();
  private RawServer victim;

  @BeforeEach
  void startVictim() throws IOException {
    victim = RawServer.saying(HELLO);
  }

  @AfterEach
  void stopVictim() throws IOException {
    victim.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "127.255.255.254",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "0.0.0.0",
        "0",
        "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2001::1]",
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.169.254",
        "[::ffff:169.254.169.254]",
        "[fd00:ec2::254]",
        "[fc00::1]",
        "[fdff::1]",
        "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]",
        "192.0.0.192",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "255.255.255.255",
        "[2001:db8::1]",
        "[100::1]",
        "localhost",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
      })
  void everyFormOfAPrivateAddressIsRefused(String host) throws Exception {
    HttpResult result = fetch("http://" + host + ":" + victim.port() + "/");
    assertThat(result).isInstanceOf(HttpResult.Refused.class);
    assertThat(attempts).isEmpty();
    System.out.printf("%-28s connects: %d%n", host, victim.connects.get());
    assertThat(victim.connects).hasValue(0);
  }

  @Test
  void aRedirectToAPrivateAddressIsRefused() throws Exception {
    try (RawServer start =
            RawServer.saying(
                "HTTP/1.1 302 Found\r\nLocation: http://[::ffff:127.0.0.1]:"
                    + victim.port()
                    + "/\r\nContent-Length: 0\r\n\r\n");
        PoliteHttpClient client = Clients.allowing(start)) {
      HttpResult result = client.fetch(HttpRequest.of(start.url("/")));
      assertThat(result).isInstanceOf(HttpResult.Refused.class);
      assertThat(result.redirects()).extracting(Redirect::from).containsExactly(start.url("/"));
      System.out.println("redirect                     connects: " + victim.connects.get());
      assertThat(victim.connects).hasValue(0);
    }
  }

  @Test
  void aNameThatTurnsToLoopbackIsRefusedTheSecondTime() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    try (RawServer world = RawServer.saying(HELLO);
        PoliteHttpClient client =
            Clients.of(
                Clients.settings(Duration.ofSeconds(5)),
                name ->
                    List.of(
                        InetAddress.getByName(
                            lookups.getAndIncrement() == 0 ? "93.184.215.14" : "127.0.0.1")),
                (socket, address, timeout) ->
                    socket.connect(new InetSocketAddress("127.0.0.1", world.port()), timeout))) {
      String url = "http://rebinding.example:" + victim.port() + "/";
      assertThat(client.fetch(HttpRequest.of(url))).isInstanceOf(HttpResult.Success.class);
      assertThat(client.fetch(HttpRequest.of(url))).isInstanceOf(HttpResult.Refused.class);
      assertThat(lookups).hasValue(2);
      System.out.println("rebinding                    connects: " + victim.connects.get());
      assertThat(victim.connects).hasValue(0);
    }
  }

  @Test
  void aNameWithAPublicAndAPrivateAddressNeverReachesThePrivateOne() throws Exception {
    try (PoliteHttpClient client =
        Clients.of(
            Clients.settings(Duration.ofSeconds(5)),
            name ->
                List.of(InetAddress.getByName("93.184.215.14"), InetAddress.getByName("10.1.2.3")),
            this::count)) {
      assertThat(client.fetch(HttpRequest.of("http://both.example/")))
          .isInstanceOf(HttpResult.Refused.class);
      assertThat(attempts).allMatch(address -> address.getHostString().equals("93.184.215.14"));
    }
  }

  @Test
  void aWebSocketToAPrivateAddressIsRefused() throws Exception {
    List<IOException> failures = new CopyOnWriteArrayList<>();
    try (PoliteHttpClient client = Clients.of(Clients.settings(Duration.ofSeconds(5)))) {
      client.connect("ws://0x7f.1:" + victim.port() + "/", new Failures(failures));
      org.awaitility.Awaitility.await().until(() -> !failures.isEmpty());
      assertThat(failures.get(0)).isInstanceOf(RefusedAddressException.class);
      System.out.println("web socket                   connects: " + victim.connects.get());
      assertThat(victim.connects).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 25, 53, 110, 6000, 6667})
  void portsOfOtherProtocolsAreRefused(int port) throws Exception {
    assertThat(fetch("http://93.184.215.14:" + port + "/")).isInstanceOf(HttpResult.Refused.class);
    assertThat(attempts).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "93.184.215.14",
        "8.8.8.8",
        "[2606:4700::1111]",
        "[64:ff9b::808:808]",
        "172.32.0.1",
        "100.128.0.1"
      })
  void publicAddressesAreTried(String host) throws Exception {
    assertThat(fetch("http://" + host + "/")).isInstanceOf(HttpResult.Failed.class);
    assertThat(attempts).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "ftp://example.com/", "gopher://127.0.0.1/", "nothing"})
  void onlyHttpIsSpoken(String url) throws Exception {
    assertThat(fetch(url)).isInstanceOf(HttpResult.Failed.class);
  }

  @Test
  void anAllowedAddressIsReachedAtItsPortOnly() throws Exception {
    try (RawServer other = RawServer.saying(HELLO);
        PoliteHttpClient client = Clients.allowing(other)) {
      assertThat(client.fetch(HttpRequest.of(other.url("/"))))
          .isInstanceOf(HttpResult.Success.class);
      assertThat(client.fetch(HttpRequest.of(victim.url("/"))))
          .isInstanceOf(HttpResult.Refused.class);
      assertThat(victim.connects).hasValue(0);
    }
  }

  @Test
  void aMappedNameIsConnectedToItsTarget() throws Exception {
    HttpSettings settings =
        new HttpSettings(
            Duration.ZERO,
            Duration.ofSeconds(5),
            1000L,
            Map.of("*.test", victim.address()),
            List.of());
    try (PoliteHttpClient client = Clients.of(settings)) {
      assertThat(client.fetch(HttpRequest.of("http://www.gazette.test/a")))
          .isInstanceOf(HttpResult.Success.class);
      assertThat(victim.heads.get(0))
          .contains("Host: www.gazette.test\n")
          .contains("(+mailto:test@example.org)");
      assertThat(client.fetch(HttpRequest.of(victim.url("/"))))
          .isInstanceOf(HttpResult.Refused.class);
    }
  }

  private HttpResult fetch(String url) throws InterruptedException {
    try (PoliteHttpClient client =
        Clients.of(Clients.settings(Duration.ofSeconds(5)), okhttp3.Dns.SYSTEM, this::count)) {
      return client.fetch(HttpRequest.of(url));
    }
  }

  private void count(java.net.Socket socket, InetSocketAddress address, int timeout)
      throws IOException {
    attempts.add(address);
    throw new ConnectException("Nothing leaves a test");
  }

  private record Failures(List<IOException> seen) implements WebSocketListener {
    @Override
    public void text(String message) {}

    @Override
    public void closed(int code, String reason) {}

    @Override
    public void failed(IOException cause) {
      seen.add(cause);
    }
  }
}
