package dev.weir.ingest.url;

import crawlercommons.domains.EffectiveTldFinder;
import java.util.Locale;
import java.util.Optional;

/**
 * The registrable domain of a host by the Public Suffix List (private suffixes such as {@code
 * github.io} count, so that two of their tenants are two domains). It is the unit of politeness and
 * of ownership.
 *
 * <p>Pure and safe for use by several threads.
 */
public final class Domains {
  private Domains() {}

  /**
   * Returns the registrable domain of a host: {@code news.bbc.co.uk} gives {@code bbc.co.uk}. An
   * address, a single label and a public suffix are their own.
   *
   * @param host a host name or an address literal, in any case, with or without brackets or a final
   *     dot
   */
  public static String registrable(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.startsWith("[") || name.indexOf(':') >= 0) {
      return name.replace("[", "").replace("]", "");
    }
    while (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (HostNumbers.isNumeric(name)) {
      return HostNumbers.dottedQuad(name).orElse(name);
    }
    if (EffectiveTldFinder.getEffectiveTLD(name, false) == null) {
      return lastTwoLabels(name);
    }
    String assigned = EffectiveTldFinder.getAssignedDomain(name, false, false);
    return assigned == null || assigned.isEmpty() ? name : assigned;
  }

  /** The list's default rule, for names under a suffix that it does not know. */
  private static String lastTwoLabels(String name) {
    int last = name.lastIndexOf('.');
    return name.substring(name.lastIndexOf('.', last - 1) + 1);
  }

  /**
   * Returns the registrable domain of a URL's host, or empty where the URL is not one of http or
   * https.
   */
  public static Optional<String> ofUrl(String url) {
    return UrlNormalizer.host(url).map(Domains::registrable);
  }

  /** Says whether two URLs belong to the same registrable domain. */
  public static boolean sameSite(String one, String other) {
    Optional<String> domain = ofUrl(one);
    return domain.isPresent() && domain.equals(ofUrl(other));
  }
}
