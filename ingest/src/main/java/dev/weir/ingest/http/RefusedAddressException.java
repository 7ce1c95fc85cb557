package dev.weir.ingest.http;

import java.io.IOException;

/** No connection was made, since the address is not public and no setting allows it. */
public final class RefusedAddressException extends IOException {
  private static final long serialVersionUID = 1L;
  private final String address;

  RefusedAddressException(String address, String reason) {
    super("Refused to connect to " + address + ": " + reason);
    this.address = address;
  }

  /** The address and port that were refused, as text. */
  public String address() {
    return address;
  }
}
