package dev.weir.schemas.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How settings are read, and how Jackson's complaints become ours. */
final class SettingsMapper {

  private SettingsMapper() {}

  static ObjectMapper create() {
    return YAMLMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
        .serializationInclusion(JsonInclude.Include.NON_NULL)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
        .addModule(
            new SimpleModule()
                .addDeserializer(Duration.class, new DurationReader())
                .addSerializer(Duration.class, new DurationWriter())
                .addDeserializer(ZoneId.class, new ZoneReader())
                .addSerializer(ZoneId.class, ToStringSerializer.instance)
                .addSerializer(Path.class, ToStringSerializer.instance))
        .build();
  }

  /**
   * The way from the top of the file to what an error is about: names of keys and indexes of lists.
   */
  static List<Object> path(String section, JsonProcessingException e) {
    List<Object> path = new ArrayList<>();
    path.add(section);
    if (e instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference reference : mapping.getPath()) {
        path.add(
            reference.getFieldName() == null ? reference.getIndex() : reference.getFieldName());
      }
    }
    return path;
  }

  /** A path as {@code mastodon[0].every}. */
  static String text(List<Object> path) {
    StringBuilder text = new StringBuilder();
    for (Object step : path) {
      if (step instanceof Integer index) {
        text.append('[').append(index.intValue()).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step);
      }
    }
    return text.toString();
  }

  /**
   * The line of what a path leads to, or of as much of it as there is. The parser stands before the
   * document.
   */
  static int line(JsonParser parser, List<Object> path) throws IOException {
    int line = 1;
    JsonToken token = parser.nextToken();
    for (Object step : path) {
      int index = 0;
      boolean found = false;
      if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
        return line;
      }
      boolean list = token == JsonToken.START_ARRAY;
      while (!found && (token = parser.nextToken()) != null && !token.isStructEnd()) {
        found = list ? step.equals(index++) : step.equals(parser.currentName());
        int here = parser.currentTokenLocation().getLineNr();
        token = list ? token : parser.nextToken();
        if (found) {
          line = here;
        } else {
          parser.skipChildren();
        }
      }
      if (!found) {
        return line;
      }
    }
    return line;
  }

  static String message(Throwable e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      Set<String> known =
          unknown.getKnownPropertyIds().stream()
              .map(Object::toString)
              .collect(Collectors.toCollection(TreeSet::new));
      return Suggestions.unknownKey(unknown.getPropertyName(), known);
    }
    if (e instanceof InvalidFormatException format) {
      return expected(format.getTargetType(), String.valueOf(format.getValue()));
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return String.valueOf(e.getCause().getMessage());
    }
    if (e instanceof MismatchedInputException mismatched) {
      return expected(mismatched.getTargetType(), "another kind of value");
    }
    return e instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : String.valueOf(e.getMessage());
  }

  private static String expected(@Nullable Class<?> type, String got) {
    return "Expected " + kind(type) + ", got: " + got;
  }

  private static String kind(@Nullable Class<?> type) {
    if (type == null) {
      return "another value";
    }
    if (type == Duration.class) {
      return "a duration such as 500ms, 30s, 5m, 1h or 7d";
    }
    if (type == ZoneId.class) {
      return "a time zone such as Europe/Berlin";
    }
    if (List.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (type.isRecord()) {
      return "a mapping";
    }
    if (Number.class.isAssignableFrom(type) || (type.isPrimitive() && type != boolean.class)) {
      return "a number";
    }
    return type == boolean.class || type == Boolean.class
        ? "true or false"
        : "a " + type.getSimpleName();
  }

  private static final class DurationReader extends StdDeserializer<Duration> {
    private static final long serialVersionUID = 1L;

    DurationReader() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = parser.getText();
      try {
        return Durations.parse(text);
      } catch (IllegalArgumentException e) {
        throw InvalidFormatException.from(parser, "Not a duration", text, Duration.class);
      }
    }
  }

  private static final class DurationWriter extends StdSerializer<Duration> {
    private static final long serialVersionUID = 1L;

    DurationWriter() {
      super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(Durations.format(value));
    }
  }
}
