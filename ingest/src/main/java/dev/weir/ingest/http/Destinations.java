package dev.weir.ingest.http;

import dev.weir.ingest.settings.HttpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.Dns;

/**
 * Decides which addresses a socket may connect to. It is given the very address that is about to be
 * connected to, so neither a literal, nor a redirect, nor DNS rebinding can bypass it.
 */
final class Destinations implements Dns {
  /** Ports of other protocols, from 1024 up; see the Fetch Standard's "bad port" list. */
  private static final Set<Integer> BAD_PORTS =
      Set.of(
          1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
          6669, 6679, 6697, 10080);

  private final Map<String, HostPort> connectTo;
  private final List<HostPort> allowed;
  private final Dns names;

  Destinations(HttpSettings settings, Dns names) {
    this.connectTo =
        settings.connectTo().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    entry -> entry.getKey().toLowerCase(Locale.ROOT),
                    entry -> HostPort.parse(entry.getValue())));
    this.allowed = settings.allowAddresses().stream().map(HostPort::parse).toList();
    this.names = names;
  }

  @Override
  public List<InetAddress> lookup(String hostname) throws UnknownHostException {
    Optional<HostPort> target = target(hostname);
    if (target.isEmpty()) {
      return names.lookup(hostname);
    }
    byte[] bytes = InetAddress.getByName(target.get().host()).getAddress();
    return List.of(InetAddress.getByAddress(hostname, bytes));
  }

  /** Returns the address to connect to for one that OkHttp chose. Throws if it is not allowed. */
  InetSocketAddress vetted(InetSocketAddress endpoint) throws IOException {
    Optional<HostPort> target = target(endpoint.getHostString());
    if (target.isPresent()) {
      return new InetSocketAddress(target.get().host(), target.get().port());
    }
    InetAddress address = endpoint.getAddress();
    if (address == null) {
      throw new UnknownHostException(endpoint.getHostString());
    }
    if (allows(address, endpoint.getPort())) {
      return endpoint;
    }
    String text =
        new InetSocketAddress(InetAddress.getByAddress(address.getAddress()), endpoint.getPort())
            .toString();
    if (!PublicAddresses.contain(address)) {
      throw new RefusedAddressException(
          text.substring(text.indexOf('/') + 1), "it is not a public address");
    }
    int port = endpoint.getPort();
    if ((port < 1024 && port != 80 && port != 443) || BAD_PORTS.contains(port)) {
      throw new RefusedAddressException(
          text.substring(text.indexOf('/') + 1), "it is not a port of the web");
    }
    return endpoint;
  }

  private boolean allows(InetAddress address, int port) throws UnknownHostException {
    for (HostPort each : allowed) {
      if (each.port() == port && InetAddress.getByName(each.host()).equals(address)) {
        return true;
      }
    }
    return false;
  }

  private Optional<HostPort> target(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    for (int dot = -1; ; dot = name.indexOf('.', dot + 1)) {
      String pattern = dot < 0 ? name : "*" + name.substring(dot);
      HostPort target = connectTo.get(pattern);
      if (target != null) {
        return Optional.of(target);
      }
      if (name.indexOf('.', dot + 1) < 0) {
        return Optional.empty();
      }
    }
  }
}
