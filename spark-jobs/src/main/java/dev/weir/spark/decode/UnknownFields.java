package dev.weir.spark.decode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Fields that a writer's schema has and ours does not: a newer writer's, which are skipped in
 * decoding, and which nobody would miss before they are wanted.
 */
public final class UnknownFields {

  private UnknownFields() {}

  /**
   * The fields, at any depth, in the order of the schema.
   *
   * @return paths such as {@code engagement.quotes}
   */
  public static List<String> of(Schema writer, Schema known) {
    List<String> found = new ArrayList<>();
    add(writer, known, "", new HashSet<>(), found);
    return found;
  }

  private static void add(
      Schema writer, Schema known, String path, Set<String> open, List<String> found) {
    Schema one = plain(writer);
    Schema other = plain(known);
    if (one.getType() != other.getType()) {
      return;
    }
    switch (one.getType()) {
      case RECORD -> {
        // A record may hold itself.
        if (open.add(one.getFullName())) {
          for (Schema.Field field : one.getFields()) {
            Schema.Field ours = other.getField(field.name());
            String name = path.isEmpty() ? field.name() : path + "." + field.name();
            if (ours == null) {
              found.add(name);
            } else {
              add(field.schema(), ours.schema(), name, open, found);
            }
          }
          open.remove(one.getFullName());
        }
      }
      case ARRAY -> add(one.getElementType(), other.getElementType(), path, open, found);
      case MAP -> add(one.getValueType(), other.getValueType(), path, open, found);
      default -> {
        // Nothing lies in it.
      }
    }
  }

  /** Without the null of an optional value. */
  static Schema plain(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElse(schema);
  }
}
