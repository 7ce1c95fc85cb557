package dev.weir.simulator.world;

import java.util.List;

/** A newspaper of the simulated world. */
public enum Site {
  GAZETTE("gazette.test", "The Gazette", "en"),
  HERALD("herald.test", "Herald", "en"),
  COURIER("courier.test", "Der Kurier", "de");

  /** All of them. */
  public static final List<Site> ALL = List.of(values());

  private final String host;
  private final String title;
  private final String language;

  Site(String host, String title, String language) {
    this.host = host;
    this.title = title;
    this.language = language;
  }

  /** Its host name. */
  public String host() {
    return host;
  }

  /** Its name. */
  public String title() {
    return title;
  }

  /** The language that it is written in. */
  public String language() {
    return language;
  }
}
