package dev.weir.ingest.url;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Brings a URL to the one form under which Weir knows it, so that the links of posts and the
 * addresses of pages meet.
 *
 * <p>Scheme and host are lower-cased, international names become ASCII, numeric hosts become dotted
 * quads, the default port, user name, password and fragment go, dot segments are resolved, escapes
 * are made uniform, parameters that only track readers ({@link Tracking}) are dropped, and the
 * others are sorted by name (values of one name keep their order). A trailing slash, {@code www.}
 * and the scheme are left alone, since servers may tell them apart.
 *
 * <p>Normalising is idempotent. Pure and safe for use by several threads.
 */
public final class UrlNormalizer {
  private static final int MAX_LENGTH = 4096;

  private UrlNormalizer() {}

  /**
   * Returns the normal form of an absolute http or https URL; empty if the text is not one or is
   * longer than 4096.
   */
  public static Optional<String> normalize(String url) {
    return url.length() > MAX_LENGTH
        ? Optional.empty()
        : Optional.ofNullable(HttpUrl.parse(url)).flatMap(UrlNormalizer::normalForm);
  }

  /**
   * Returns the normal form of a reference found in a document.
   *
   * @param base the document's absolute URL
   * @param reference what stands in the document, absolute or relative
   */
  public static Optional<String> normalize(String base, String reference) {
    HttpUrl document = reference.length() > MAX_LENGTH ? null : HttpUrl.parse(base);
    return document == null
        ? Optional.empty()
        : Optional.ofNullable(document.resolve(reference)).flatMap(UrlNormalizer::normalForm);
  }

  /**
   * Resolves a reference as browsers do (RFC 3986, 5.2, with the URL Standard's leniency: spaces
   * and letters outside ASCII are escaped, backslashes are slashes), without normalizing it.
   *
   * @param base an absolute http or https URL
   * @return empty if the result or the base is not an http or https URL
   */
  public static Optional<String> resolve(String base, String reference) {
    HttpUrl document = reference.length() > MAX_LENGTH ? null : HttpUrl.parse(base);
    return document == null
        ? Optional.empty()
        : Optional.ofNullable(document.resolve(reference)).map(HttpUrl::toString);
  }

  /**
   * Returns the host of an http or https URL: lower-case, ASCII, an IPv6 address without brackets.
   */
  public static Optional<String> host(String url) {
    return Optional.ofNullable(HttpUrl.parse(url)).flatMap(parsed -> plainHost(parsed.host()));
  }

  private static Optional<String> normalForm(HttpUrl url) {
    return plainHost(url.host())
        .map(host -> text(url, host))
        .filter(text -> text.length() <= MAX_LENGTH);
  }

  private static String text(HttpUrl url, String host) {
    StringBuilder text = new StringBuilder(url.scheme()).append("://");
    text.append(host.indexOf(':') < 0 ? host : "[" + host + "]");
    if (url.port() != HttpUrl.defaultPort(url.scheme())) {
      text.append(':').append(url.port());
    }
    text.append(Escapes.uniform(url.encodedPath()));
    String query = query(host, url.encodedQuery());
    return query.isEmpty() ? text.toString() : text.append('?').append(query).toString();
  }

  private static Optional<String> plainHost(String host) {
    String plain = host;
    while (plain.endsWith(".")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    if (plain.indexOf(':') < 0 && HostNumbers.isNumeric(plain)) {
      return HostNumbers.dottedQuad(plain);
    }
    return plain.isEmpty() ? Optional.empty() : Optional.of(plain);
  }

  private static String query(String host, @Nullable String encoded) {
    if (encoded == null || encoded.isEmpty()) {
      return "";
    }
    List<String> parameters = new ArrayList<>();
    for (String written : encoded.split("&", -1)) {
      String parameter = Escapes.uniform(written);
      if (!parameter.isEmpty() && !Tracking.isTracking(host, name(parameter))) {
        parameters.add(parameter);
      }
    }
    parameters.sort(Comparator.comparing(UrlNormalizer::name));
    return String.join("&", parameters);
  }

  private static String name(String parameter) {
    int equals = parameter.indexOf('=');
    return equals < 0 ? parameter : parameter.substring(0, equals);
  }
}
