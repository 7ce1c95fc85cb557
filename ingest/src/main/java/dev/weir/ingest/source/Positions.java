package dev.weir.ingest.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.Optional;

/**
 * Positions as JSON: records with their components in snake_case. Unknown fields are ignored, so
 * that an older program can continue.
 */
public final class Positions {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Positions() {}

  public static String write(Record position) {
    try {
      return MAPPER.writeValueAsString(position);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Expected a position that JSON can hold, got: " + position, e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param source whose position it is, for messages
   * @param json empty if the source has none yet
   * @throws IOException if it is something else; {@code weir sources forget} resets the source
   */
  public static <T extends Record> Optional<T> read(
      String source, Optional<String> json, Class<T> type) throws IOException {
    if (json.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(json.get(), type));
    } catch (JsonProcessingException e) {
      throw new IOException("Expected a position of " + source + ", got: " + json.get(), e);
    }
  }
}
