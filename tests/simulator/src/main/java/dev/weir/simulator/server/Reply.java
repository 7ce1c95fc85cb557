package dev.weir.simulator.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/**
 * A response.
 *
 * @param served called once the whole response has been written, with its number and time
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record Reply(int status, Map<String, String> headers, byte[] body, Served served) {

  /** What to note when a response has reached its reader whole. */
  @FunctionalInterface
  interface Served {
    /** Nothing to note. */
    Served NOTHING = (response, at) -> {};

    void at(long response, Instant at);
  }

  static Reply of(int status, String contentType, String body) {
    return new Reply(
        status,
        Map.of("Content-Type", contentType),
        body.getBytes(StandardCharsets.UTF_8),
        Served.NOTHING);
  }

  static Reply json(int status, Object body) {
    return of(status, "application/json; charset=utf-8", Objects.toString(body));
  }

  static Reply notFound() {
    return of(404, "text/html; charset=utf-8", "<!doctype html><title>Not found</title>");
  }

  static Reply redirect(int status, String location) {
    return of(status, "text/html; charset=utf-8", "").with("Location", location);
  }

  Reply with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body, served);
  }

  Reply onServed(Served note) {
    return new Reply(status, headers, body, note);
  }

  /** This reply with its body compressed. */
  Reply compressed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("Expected to compress in memory", e);
    }
    Reply coded = with("Content-Encoding", "gzip").with("Vary", "Accept-Encoding");
    return new Reply(status, coded.headers(), bytes.toByteArray(), served);
  }

  /** This reply, or 304 where the request's conditions say that its sender has it already. */
  Reply conditional(Request request, String etag, String lastModified) {
    Reply full = with("ETag", etag).with("Last-Modified", lastModified);
    boolean same =
        request.header("if-none-match").isPresent()
            ? request.header("if-none-match").get().contains(etag)
            : request.header("if-modified-since").filter(lastModified::equals).isPresent();
    return same ? new Reply(304, full.headers(), new byte[0], Served.NOTHING) : full;
  }
}
