package dev.weir.ingest.http;

import java.io.IOException;

/**
 * Nothing was connected to, since the address is not one of the public Internet and no setting
 * allows it.
 */
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
