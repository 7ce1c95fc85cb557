package dev.weir.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidatorBuilder;

/**
 * Enough of a schema registry, over HTTP: real compatibility checks, ids that count up, and an
 * outage at will.
 */
public final class FakeRegistry implements AutoCloseable {

  final List<String> requests = new CopyOnWriteArrayList<>();
  volatile boolean down;
  volatile boolean ruleMadeMeanwhile;
  int nextId = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final HttpServer server;
  private final Map<String, List<Schema>> subjects = new LinkedHashMap<>();
  private final Map<Integer, Schema> ids = new LinkedHashMap<>();

  public FakeRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/apis/ccompat/v7";
  }

  public synchronized int put(Schema schema) {
    ids.put(nextId, schema);
    return nextId++;
  }

  synchronized void rebuild(int firstId) {
    subjects.clear();
    ids.clear();
    nextId = firstId;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replaceFirst("^/apis/ccompat/v7", "");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(exchange.getRequestMethod() + " " + path);
    if (down) {
      send(exchange, 503, "<html>busy</html>");
    } else if (path.startsWith("/config/") && ruleMadeMeanwhile) {
      ruleMadeMeanwhile = false;
      send(exchange, 409, error(409, "A rule named 'COMPATIBILITY' already exists."));
    } else if (path.startsWith("/config/")) {
      boolean known = subjects.containsKey(path.substring("/config/".length()));
      send(exchange, known ? 200 : 404, known ? body : error(40401, "No such subject"));
    } else if (path.startsWith("/schemas/ids/")) {
      Schema schema = ids.get(Integer.parseInt(path.substring("/schemas/ids/".length())));
      send(
          exchange,
          schema == null ? 404 : 200,
          schema == null ? error(40403, "Schema not found") : schema(schema));
    } else if (path.startsWith("/compatibility/subjects/")) {
      String subject = path.split("/")[3];
      if (!subjects.containsKey(subject)) {
        send(exchange, 404, error(40401, "No such subject"));
        return;
      }
      String reason = incompatibility(subject, parse(body));
      send(
          exchange,
          200,
          MAPPER
              .valueToTree(
                  Map.of(
                      "is_compatible",
                      reason.isEmpty(),
                      "messages",
                      reason.isEmpty() ? List.of() : List.of(reason)))
              .toString());
    } else if (path.matches("/subjects/[^/]+/versions(/\\d+)?")
        && exchange.getRequestMethod().equals("GET")) {
      sendVersions(exchange, path.split("/"));
    } else if (path.matches("/subjects/[^/]+/versions")) {
      register(exchange, path.split("/")[2], parse(body));
    } else if (path.matches("/subjects/[^/]+/versions/latest")) {
      List<Schema> versions = subjects.get(path.split("/")[2]);
      send(
          exchange,
          versions == null ? 404 : 200,
          versions == null
              ? error(40401, "No such subject")
              : schema(versions.get(versions.size() - 1)));
    } else {
      send(exchange, 200, MAPPER.valueToTree(subjects.keySet()).toString());
    }
  }

  /** The numbers of a subject's versions, or one of them. */
  private void sendVersions(HttpExchange exchange, String[] path) throws IOException {
    List<Schema> versions = subjects.get(path[2]);
    if (versions == null) {
      send(exchange, 404, error(40401, "No such subject"));
    } else if (path.length > 4) {
      send(exchange, 200, schema(versions.get(Integer.parseInt(path[4]) - 1)));
    } else {
      List<Integer> numbers = IntStream.rangeClosed(1, versions.size()).boxed().toList();
      send(exchange, 200, MAPPER.valueToTree(numbers).toString());
    }
  }

  private void register(HttpExchange exchange, String subject, Schema schema) throws IOException {
    String reason = incompatibility(subject, schema);
    if (!reason.isEmpty()) {
      send(exchange, 409, error(409, reason));
      return;
    }
    List<Schema> versions = subjects.computeIfAbsent(subject, name -> new ArrayList<>());
    if (!versions.contains(schema)) {
      versions.add(schema);
    }
    int id =
        ids.entrySet().stream()
            .filter(entry -> entry.getValue().equals(schema))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseGet(() -> put(schema));
    send(exchange, 200, "{\"id\":" + id + "}");
  }

  private String incompatibility(String subject, Schema schema) {
    try {
      new SchemaValidatorBuilder()
          .mutualReadStrategy()
          .validateAll()
          .validate(schema, subjects.getOrDefault(subject, List.of()));
      return "";
    } catch (org.apache.avro.SchemaValidationException e) {
      return "Incompatible: " + e.getMessage();
    }
  }

  private static Schema parse(String body) throws IOException {
    JsonNode node = MAPPER.readTree(body);
    return new Schema.Parser().parse(node.get("schema").textValue());
  }

  private static String schema(Schema schema) {
    return MAPPER.valueToTree(Map.of("schema", schema.toString())).toString();
  }

  private static String error(int code, String message) {
    return MAPPER.valueToTree(Map.of("error_code", code, "message", message)).toString();
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  public Set<String> subjects() {
    return subjects.keySet();
  }
}
