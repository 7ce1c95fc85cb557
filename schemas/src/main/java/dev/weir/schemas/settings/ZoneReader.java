package dev.weir.schemas.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;

/** Reads a time zone by its name, such as {@code Europe/Berlin}. */
final class ZoneReader extends StdDeserializer<ZoneId> {
  private static final long serialVersionUID = 1L;

  ZoneReader() {
    super(ZoneId.class);
  }

  @Override
  public ZoneId deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    String text = parser.getText();
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw InvalidFormatException.from(parser, "Not a time zone", text, ZoneId.class);
    }
  }
}
