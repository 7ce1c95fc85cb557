package dev.weir.spark.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * A schema of ours with the fields that a newer writer added, so that they are kept without an
 * upgrade. A field is taken only where that is sound: it has a default, which stands for it in
 * records of older writers; its type becomes a column that means the same; and its named types are
 * none of ours.
 */
public final class WiderSchema {

  private static final int DEEPEST = 8;

  private final Map<String, Schema> named = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  private WiderSchema() {}

  /**
   * Our schema with a writer's further fields, each behind those that we know, at any depth.
   *
   * @return the same schema if there are none, or none that can be taken
   */
  public static Schema of(Schema known, Schema writer) {
    WiderSchema wider = new WiderSchema();
    wider.collect(known);
    return wider.widen(known, writer);
  }

  private Schema widen(Schema known, Schema writer) {
    Schema theirs = UnknownFields.plain(writer);
    if (known.getType() == Schema.Type.UNION) {
      return widenUnion(known, theirs);
    }
    if (known.getType() != theirs.getType()) {
      return known;
    }
    return switch (known.getType()) {
      case RECORD -> widenRecord(known, theirs);
      case ARRAY -> {
        Schema element = widen(known.getElementType(), theirs.getElementType());
        yield element.equals(known.getElementType()) ? known : Schema.createArray(element);
      }
      case MAP -> {
        Schema value = widen(known.getValueType(), theirs.getValueType());
        yield value.equals(known.getValueType()) ? known : Schema.createMap(value);
      }
      default -> known;
    };
  }

  private Schema widenUnion(Schema known, Schema theirs) {
    List<Schema> branches =
        known.getTypes().stream()
            .map(branch -> branch.getType() == Schema.Type.NULL ? branch : widen(branch, theirs))
            .toList();
    return branches.equals(known.getTypes()) ? known : Schema.createUnion(branches);
  }

  private Schema widenRecord(Schema known, Schema theirs) {
    String name = known.getFullName();
    if (!open.add(name)) {
      return known; // it holds itself
    }
    List<Schema.Field> fields = new ArrayList<>();
    boolean isWider = false;
    for (Schema.Field field : known.getFields()) {
      Schema.Field their = theirs.getField(field.name());
      Schema type = their == null ? field.schema() : widen(field.schema(), their.schema());
      isWider |= !type.equals(field.schema());
      fields.add(new Schema.Field(field, type));
    }
    for (Schema.Field their : theirs.getFields()) {
      if (known.getField(their.name()) == null
          && their.hasDefaultValue()
          && isKept(their.schema(), 0)) {
        isWider = true;
        collect(their.schema());
        fields.add(new Schema.Field(their, their.schema()));
      }
    }
    open.remove(name);
    return isWider
        ? Schema.createRecord(known.getName(), known.getDoc(), known.getNamespace(), false, fields)
        : known;
  }

  /** Whether a type becomes a column that means the same. */
  private boolean isKept(Schema schema, int depth) {
    if (depth > DEEPEST) {
      return false;
    }
    return switch (schema.getType()) {
      case BOOLEAN, FLOAT, DOUBLE, STRING -> schema.getLogicalType() == null;
      case INT, BYTES -> schema.getLogicalType() == null;
      case LONG ->
          schema.getLogicalType() == null
              || schema.getLogicalType() instanceof LogicalTypes.TimestampMicros;
      case ENUM -> isNew(schema);
      case ARRAY -> isKept(schema.getElementType(), depth + 1);
      case MAP -> isKept(schema.getValueType(), depth + 1);
      case UNION ->
          schema.getTypes().size() == 2
              && schema.isNullable()
              && isKept(UnknownFields.plain(schema), depth + 1);
      case RECORD ->
          isNew(schema)
              && schema.getFields().stream().allMatch(field -> isKept(field.schema(), depth + 1));
      default -> false;
    };
  }

  private boolean isNew(Schema schema) {
    return named.getOrDefault(schema.getFullName(), schema).equals(schema);
  }

  /** Takes note of all named types in a schema. */
  private void collect(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        if (named.putIfAbsent(schema.getFullName(), schema) == null) {
          schema.getFields().forEach(field -> collect(field.schema()));
        }
      }
      case ENUM, FIXED -> named.putIfAbsent(schema.getFullName(), schema);
      case ARRAY -> collect(schema.getElementType());
      case MAP -> collect(schema.getValueType());
      case UNION -> schema.getTypes().forEach(this::collect);
      default -> {
        // It has no name.
      }
    }
  }
}
