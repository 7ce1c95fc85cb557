package dev.weir.schemas.wire;

import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UnknownSchemaException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Turns framed bytes into records, by the schema that wrote them and the one that is wanted.
 * Strict: bytes left over are an error. Safe for use by several threads; readers are kept for each
 * pair of writer's id and reader.
 */
public final class RecordDecoder {

  private static final String EXPECTED = "Avro of schema id in the header";

  private final RegistryClient registry;
  private final Map<Integer, DatumReader<GenericRecord>> generic = new ConcurrentHashMap<>();
  private final Map<Pair, DatumReader<?>> specific = new ConcurrentHashMap<>();

  private record Pair(int writer, Class<?> reader) {}

  public RecordDecoder(RegistryClient registry) {
    this.registry = registry;
  }

  /**
   * Decodes a record of this version of Weir.
   *
   * @throws MalformedRecordException if the bytes are no such record: a dead letter
   * @throws UnknownSchemaException if the registry has no schema of their id: a dead letter
   * @throws RegistryUnavailableException if that cannot be known now: try again
   */
  public <T extends SpecificRecord> T decode(byte[] framed, Class<T> type)
      throws MalformedRecordException, UnknownSchemaException, RegistryUnavailableException {
    int id = WireFormat.schemaId(framed);
    Pair pair = new Pair(id, type);
    DatumReader<?> reader = specific.get(pair);
    if (reader == null) {
      reader = specificReader(registry.byId(id), type);
      specific.put(pair, reader);
    }
    return type.cast(WireFormat.read(WireFormat.value(framed, null), reader, EXPECTED));
  }

  /** Decodes whatever it is, by the schema that wrote it; errors as in {@link #decode}. */
  public GenericRecord decode(byte[] framed)
      throws MalformedRecordException, UnknownSchemaException, RegistryUnavailableException {
    int id = WireFormat.schemaId(framed);
    DatumReader<GenericRecord> reader = generic.get(id);
    if (reader == null) {
      Schema schema = registry.byId(id);
      reader = new GenericDatumReader<>(schema, schema, GenericData.get());
      generic.put(id, reader);
    }
    Object value = WireFormat.read(WireFormat.value(framed, null), reader, EXPECTED);
    if (value instanceof GenericRecord record) {
      return record;
    }
    throw new MalformedRecordException(
        MalformedRecordException.WRONG_SCHEMA, "Expected a record, got: " + value.getClass());
  }

  private static <T extends SpecificRecord> DatumReader<T> specificReader(
      Schema writer, Class<T> type) {
    SpecificData data = SpecificData.getForClass(type);
    return new SpecificDatumReader<>(writer, data.getSchema(type), data);
  }
}
