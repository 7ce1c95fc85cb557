package dev.weir.ingest.url;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Brings a URL to the one form under which Weir knows it, so that the links of posts and the
 * addresses of pages meet.
 *
 * <p>Scheme and host are lower-cased, international names become ASCII, numeric hosts become dotted
 * quads, the default port, user name, password and fragment go, dot segments are resolved, escapes
 * are made uniform, parameters that only track readers ({@code utm_*}, {@code fbclid}, …) are
 * dropped, and the others are sorted by name (values of one name keep their order). A trailing
 * slash, {@code www.} and the scheme are left alone, since servers may tell them apart.
 *
 * <p>Normalising is idempotent. Pure and safe for use by several threads.
 */
public final class UrlNormalizer {
  private static final int MAX_LENGTH = 4096;
  private static final List<String> TRACKING_PREFIXES =
      List.of("utm_", "mtm_", "pk_", "piwik_", "hsa_", "at_campaign", "at_medium", "at_custom");
  private static final Set<String> TRACKING =
      Set.of(
          "fbclid",
          "gclid",
          "gclsrc",
          "dclid",
          "gbraid",
          "wbraid",
          "msclkid",
          "yclid",
          "ysclid",
          "twclid",
          "ttclid",
          "igshid",
          "igsh",
          "mc_cid",
          "mc_eid",
          "mkt_tok",
          "_hsenc",
          "_hsmi",
          "oly_anon_id",
          "oly_enc_id",
          "vero_id",
          "wickedid",
          "rb_clickid",
          "s_cid",
          "ncid",
          "cmpid",
          "xtor",
          "__s",
          "ref_src",
          "ref_url",
          "li_fat_id",
          "epik",
          "srsltid",
          "_openstat",
          "guccounter",
          "guce_referrer",
          "guce_referrer_sig",
          "wt_mc");

  private UrlNormalizer() {}

  /**
   * Returns the normal form of an absolute http or https URL, or empty where the text is none or is
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
    String query = query(url.encodedQuery());
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

  private static String query(@Nullable String encoded) {
    if (encoded == null || encoded.isEmpty()) {
      return "";
    }
    List<String> parameters = new ArrayList<>();
    for (String parameter : encoded.split("&", -1)) {
      if (!parameter.isEmpty() && !tracks(name(parameter))) {
        parameters.add(Escapes.uniform(parameter));
      }
    }
    parameters.sort(Comparator.comparing(UrlNormalizer::name));
    return String.join("&", parameters);
  }

  private static String name(String parameter) {
    int equals = parameter.indexOf('=');
    return equals < 0 ? parameter : parameter.substring(0, equals);
  }

  private static boolean tracks(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return TRACKING.contains(lower) || TRACKING_PREFIXES.stream().anyMatch(lower::startsWith);
  }
}
