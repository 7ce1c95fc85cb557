package dev.weir.scrapers.source;

import dev.weir.ingest.http.HttpHeaders;
import dev.weir.ingest.http.HttpResult;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a fetch that returned no page ended. Pure.
 *
 * @param name the value of the page's field {@code outcome}
 * @param detail an explanation for people
 * @param status the last response's, if there was one
 * @param contentType as declared
 * @param lasting whether an early retry would be pointless
 */
record Outcome(
    String name,
    String detail,
    @Nullable Integer status,
    @Nullable String contentType,
    boolean lasting) {
  static final String FETCHED = "fetched";
  static final String MOVED = "moved";

  /** Classifies a response that is neither a success nor unchanged. */
  static Outcome of(HttpResult result) {
    String detail = result.summary();
    if (result instanceof HttpResult.Status status) {
      return ofStatus(status.status(), detail, status.headers());
    }
    if (result instanceof HttpResult.TooLarge large) {
      return new Outcome("too-large", detail, null, type(large.headers()), true);
    }
    if (result instanceof HttpResult.TimedOut) {
      return new Outcome("timed-out", detail, null, null, false);
    }
    if (result instanceof HttpResult.Refused) {
      return new Outcome("refused-address", detail, null, null, true);
    }
    return new Outcome("failed", detail, null, null, false);
  }

  /** A response that is not HTML, or is declared as HTML but unreadable. */
  static Outcome unreadable(HttpResult.Success success, String detail) {
    String type = type(success.headers());
    String name = isHtml(success.headers()) ? "malformed" : "not-html";
    return new Outcome(name, detail, success.status(), type, true);
  }

  static Outcome disallowed(String url) {
    return new Outcome("forbidden", "robots.txt disallows " + url, null, null, true);
  }

  static Outcome unjudged(String url, String reason) {
    return new Outcome("failed", "No robots.txt for " + url + ": " + reason, null, null, false);
  }

  /** Whether a response may be a page: it declares HTML or XHTML, or nothing. */
  static boolean isHtml(HttpHeaders headers) {
    Optional<String> type = headers.first("Content-Type").map(Outcome::mediaType);
    return type.isEmpty()
        || type.get().isEmpty()
        || type.get().equals("text/html")
        || type.get().equals("application/xhtml+xml");
  }

  private static Outcome ofStatus(int status, String detail, HttpHeaders headers) {
    String type = type(headers);
    return switch (status) {
      case 404, 410 -> new Outcome("gone", detail, status, type, true);
      case 401, 402, 403, 407, 451 -> new Outcome("forbidden", detail, status, type, true);
      case 408, 425, 429 -> new Outcome("failed", detail, status, type, false);
      default -> new Outcome("failed", detail, status, type, status < 500);
    };
  }

  private static @Nullable String type(HttpHeaders headers) {
    return headers.first("Content-Type").map(Outcome::mediaType).orElse(null);
  }

  static String mediaType(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
