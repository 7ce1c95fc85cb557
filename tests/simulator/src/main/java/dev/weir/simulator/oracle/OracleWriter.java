package dev.weir.simulator.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends lines to the oracle's file. Thread-safe; lines reach the file at the next {@link #flush}.
 */
public final class OracleWriter implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Writer out;
  private final StringBuilder pending = new StringBuilder();

  /** Opens the file for appending. */
  public OracleWriter(Path file) throws IOException {
    this(
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** Writes to something else. */
  public OracleWriter(Writer out) {
    this.out = out;
  }

  /** An empty line of this kind, for {@link #write}. */
  public static ObjectNode line(String kind) {
    return JSON.createObjectNode().put("kind", kind);
  }

  /** Adds a line. */
  public void write(ObjectNode line) {
    String text;
    try {
      text = JSON.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Expected a JSON tree that can be written", e);
    }
    synchronized (pending) {
      pending.append(text).append('\n');
    }
  }

  /** Hands over to the file what is pending. */
  public void flush() throws IOException {
    synchronized (out) {
      String text;
      synchronized (pending) {
        text = pending.toString();
        pending.setLength(0);
      }
      if (!text.isEmpty()) {
        out.write(text);
        out.flush();
      }
    }
  }

  @Override
  public void close() throws IOException {
    flush();
    out.close();
  }
}
