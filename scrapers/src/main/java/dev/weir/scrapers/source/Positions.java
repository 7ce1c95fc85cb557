package dev.weir.scrapers.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Positions as JSON. A member that an older or newer version does not know is ignored. */
final class Positions {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Positions() {}

  static <T> T read(String source, String position, Class<T> type) throws IOException {
    try {
      return MAPPER.readValue(position, type);
    } catch (JsonProcessingException e) {
      throw new IOException("Expected a position of " + source + ", got: " + position, e);
    }
  }

  static String write(Object position) {
    try {
      return MAPPER.writeValueAsString(position);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Expected a position that JSON can hold", e);
    }
  }
}
