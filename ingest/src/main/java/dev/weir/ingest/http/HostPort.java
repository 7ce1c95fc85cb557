package dev.weir.ingest.http;

/** A host (name or address, IPv6 in brackets when written) and a port. */
record HostPort(String host, int port) {
  static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon).replace("[", "").replace("]", "");
    int port = colon < 0 ? -1 : port(text.substring(colon + 1));
    if (host.isEmpty() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("Expected HOST:PORT, got: " + text);
    }
    return new HostPort(host, port);
  }

  private static int port(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
