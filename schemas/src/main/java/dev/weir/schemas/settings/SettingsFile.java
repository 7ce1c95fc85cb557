package dev.weir.schemas.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The settings file, YAML. Each module reads its own sections as records, whose keys are their
 * components in kebab-case and whose constructors validate. A key that is unknown or given twice is
 * an error. Durations are written as in {@link Durations}. Immutable.
 *
 * <p>Besides the fixed sections there is one for each type of source. Only the programs that run
 * sources know these, so a file is read whatever sections it has, except those that look like a
 * misspelt fixed one. A program of sources calls {@link #refuseMisspelt}; who knows the sections of
 * all programs calls {@link #requireKnown}.
 */
public final class SettingsFile {

  /** The sections that every program knows. */
  private static final Set<String> FIXED =
      Set.of("contact", "stack", "time", "http", "frontier", "queries");

  private static final ObjectMapper MAPPER = SettingsMapper.create();

  private final String yaml;
  private final String name;
  private final Map<String, Integer> lines;

  private SettingsFile(String yaml, String name) {
    this.yaml = yaml;
    this.name = name;
    this.lines = scan();
  }

  /**
   * Reads a file.
   *
   * @throws SettingsException if it is not YAML, or has a misspelt or repeated section
   * @throws IOException if it cannot be read
   */
  public static SettingsFile read(Path file) throws IOException {
    return parse(Files.readString(file), file.toString());
  }

  /**
   * Takes the text of a file.
   *
   * @param name what messages call it
   */
  public static SettingsFile parse(String yaml, String name) {
    return new SettingsFile(yaml, name);
  }

  /** A section as a record; an absent section is an empty one, so all its defaults. */
  public <T> T section(String name, Class<T> record) {
    return value(name, MAPPER.constructType(record))
        .map(record::cast)
        .orElseGet(() -> empty(name, record));
  }

  /** A section that is a list of records (or of texts); an absent one is empty. */
  public <T> List<T> list(String name, Class<T> record) {
    JavaType type = MAPPER.getTypeFactory().constructCollectionType(List.class, record);
    List<?> found = (List<?>) value(name, type).orElse(List.of());
    found.forEach(
        entry -> {
          if (entry == null) {
            throw error(lines.get(name), name, "Expected no empty entry in the list");
          }
        });
    return found.stream().<T>map(record::cast).toList();
  }

  /** A section that is a single text; absent or empty gives nothing. */
  public Optional<String> text(String name) {
    return value(name, MAPPER.constructType(String.class))
        .map(String.class::cast)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** Whether the file has a section. */
  public boolean has(String name) {
    return lines.containsKey(name);
  }

  /**
   * Checks that there are no sections but the fixed ones and these.
   *
   * @param sections those of all types of sources
   * @throws SettingsException that names the first unknown section and the likely one
   */
  public void requireKnown(Collection<String> sections) {
    refuse(sections, known -> key -> !known.contains(key));
  }

  /**
   * Checks that no section looks like a misspelling of these: a program's own. Others are somebody
   * else's.
   *
   * @throws SettingsException that names the first misspelt section and the likely one
   */
  public void refuseMisspelt(Collection<String> sections) {
    refuse(
        sections,
        known -> key -> !known.contains(key) && Suggestions.nearest(key, sections).isPresent());
  }

  private void refuse(Collection<String> sections, Function<Set<String>, Predicate<String>> rule) {
    Set<String> known = new TreeSet<>(FIXED);
    known.addAll(sections);
    lines.entrySet().stream()
        .filter(line -> rule.apply(known).test(line.getKey()))
        .min(Map.Entry.comparingByValue())
        .ifPresent(
            line -> {
              throw error(
                  line.getValue(), line.getKey(), Suggestions.unknownKey(line.getKey(), known));
            });
  }

  /** A copy in which one section is replaced; comments are lost. */
  public SettingsFile with(String name, Object value) {
    try {
      ObjectNode root =
          lines.isEmpty() ? MAPPER.createObjectNode() : (ObjectNode) MAPPER.readTree(yaml);
      root.set(name, MAPPER.valueToTree(value));
      return new SettingsFile(MAPPER.writeValueAsString(root), this.name);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Expected a value that YAML can hold, got: " + value, e);
    }
  }

  /** The text. */
  public String yaml() {
    return yaml;
  }

  private Map<String, Integer> scan() {
    Map<String, Integer> found = new HashMap<>();
    try (JsonParser parser = MAPPER.createParser(yaml)) {
      JsonToken first = parser.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL || isBlank(first, parser)) {
        return found;
      }
      if (first != JsonToken.START_OBJECT) {
        throw error(1, "", "Expected a mapping of sections such as " + new TreeSet<>(FIXED));
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        int line = parser.currentTokenLocation().getLineNr();
        if (!FIXED.contains(key) && Suggestions.nearest(key, FIXED).isPresent()) {
          throw error(line, key, Suggestions.unknownKey(key, FIXED));
        }
        found.put(key, line);
        parser.nextToken();
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw error(parser.currentTokenLocation().getLineNr(), "", "Expected one YAML document");
      }
      return found;
    } catch (JsonProcessingException e) {
      throw explain("", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isBlank(JsonToken token, JsonParser parser) throws IOException {
    return token == JsonToken.VALUE_STRING && parser.getText().isBlank();
  }

  private Optional<Object> value(String section, JavaType type) {
    if (!has(section)) {
      return Optional.empty();
    }
    try (JsonParser parser = MAPPER.createParser(yaml)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = section.equals(parser.currentName());
        JsonToken start = parser.nextToken();
        if (wanted) {
          return start == JsonToken.VALUE_NULL
              ? Optional.empty()
              : Optional.ofNullable(MAPPER.readValue(parser, type));
        }
        parser.skipChildren();
      }
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw explain(section, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T empty(String section, Class<T> record) {
    try {
      return MAPPER.convertValue(Map.of(), record);
    } catch (IllegalArgumentException e) {
      throw error(
          lines.get(section),
          section,
          SettingsMapper.message(Objects.requireNonNull(e.getCause())));
    }
  }

  private SettingsException explain(String section, JsonProcessingException e) {
    if (section.isEmpty() || !(e instanceof JsonMappingException)) {
      JsonLocation location = e.getLocation();
      Integer line = location == null ? null : location.getLineNr();
      return error(line, section, SettingsMapper.message(e));
    }
    List<Object> path = SettingsMapper.path(section, e);
    try (JsonParser parser = MAPPER.createParser(yaml)) {
      int line = SettingsMapper.line(parser, path);
      return error(line, SettingsMapper.text(path), SettingsMapper.message(e));
    } catch (IOException again) {
      throw new UncheckedIOException(again);
    }
  }

  private SettingsException error(@Nullable Integer line, String key, String message) {
    return new SettingsException(
        name
            + (line == null ? "" : ":" + line)
            + ": "
            + (key.isEmpty() ? "" : key + ": ")
            + message);
  }
}
