package dev.weir.ingest.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One conditional GET. Start from {@link #of} and add with the {@code with…} methods, which return
 * changed copies.
 *
 * @param url an absolute http or https URL
 * @param etag entity tag of the last response, verbatim, sent as If-None-Match
 * @param lastModified Last-Modified of the last response, verbatim, sent as If-Modified-Since
 * @param accept the Accept header
 * @param headers further headers; Authorization is not sent to another origin
 * @param maxBytes maximum body, compressed and decompressed; default from the settings
 * @param excess what to do with a longer body
 * @param delay pause after this request for its registrable domain; default from the settings
 * @param redirects which redirects to follow
 */
public record HttpRequest(
    String url,
    Optional<String> etag,
    Optional<String> lastModified,
    String accept,
    Map<String, String> headers,
    OptionalLong maxBytes,
    Excess excess,
    Optional<Duration> delay,
    Redirects redirects) {
  /** Copies what it is given. */
  public HttpRequest {
    headers = Map.copyOf(headers);
  }

  /** Returns an unconditional GET that accepts everything and follows redirects anywhere. */
  public static HttpRequest of(String url) {
    return new HttpRequest(
        url,
        Optional.empty(),
        Optional.empty(),
        "*/*",
        Map.of(),
        OptionalLong.empty(),
        Excess.REFUSE,
        Optional.empty(),
        Redirects.ANYWHERE);
  }

  /** Makes the request conditional on these validators; either may be absent. */
  public HttpRequest withValidators(@Nullable String newEtag, @Nullable String newLastModified) {
    return new HttpRequest(
        url,
        Optional.ofNullable(newEtag),
        Optional.ofNullable(newLastModified),
        accept,
        headers,
        maxBytes,
        excess,
        delay,
        redirects);
  }

  /** Sets the accepted media types. */
  public HttpRequest withAccept(String mediaTypes) {
    return new HttpRequest(
        url, etag, lastModified, mediaTypes, headers, maxBytes, excess, delay, redirects);
  }

  /** Adds a header. */
  public HttpRequest withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpRequest(
        url, etag, lastModified, accept, more, maxBytes, excess, delay, redirects);
  }

  /** Reads a longer body up to the limit and ignores the rest. */
  public HttpRequest withCutAt(long bytes) {
    return new HttpRequest(
        url,
        etag,
        lastModified,
        accept,
        headers,
        OptionalLong.of(bytes),
        Excess.CUT,
        delay,
        redirects);
  }

  /**
   * Pauses this long, instead of the settings' delay, before the next request to the same
   * registrable domain.
   */
  public HttpRequest withDelay(Duration time) {
    return new HttpRequest(
        url, etag, lastModified, accept, headers, maxBytes, excess, Optional.of(time), redirects);
  }

  /** Sets which redirects to follow. */
  public HttpRequest withRedirects(Redirects which) {
    return new HttpRequest(
        url, etag, lastModified, accept, headers, maxBytes, excess, delay, which);
  }
}
