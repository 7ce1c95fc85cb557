package dev.weir.spark.decode;

import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UnknownSchemaException;
import dev.weir.schemas.wire.MalformedRecordException;
import dev.weir.schemas.wire.WireFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Framed bytes to the row {@link Decoding#type}. What the registry cannot be asked now fails the
 * task; all else that is wrong with the bytes is a value.
 */
final class Decoder implements UDF1<byte @Nullable [], Row> {

  /** The registry has no schema of that id. */
  static final String UNKNOWN_SCHEMA_ID = "unknown-schema-id";

  private static final Logger LOG = LoggerFactory.getLogger(Decoder.class);
  private static final long serialVersionUID = 1L;

  private final Schema reader;
  private final SchemaSource schemas;
  private transient @Nullable Map<Integer, GenericDatumReader<GenericRecord>> readers;
  private transient @Nullable BinaryDecoder decoder;

  Decoder(Schema reader, SchemaSource schemas) {
    this.reader = reader;
    this.schemas = schemas;
  }

  @Override
  public synchronized Row call(byte @Nullable [] framed) throws RegistryUnavailableException {
    @Nullable Integer id = null;
    try {
      if (framed == null) {
        throw new MalformedRecordException(
            MalformedRecordException.NOT_FRAMED, "Expected a value, got: none");
      }
      id = WireFormat.schemaId(framed);
      return RowFactory.create(true, id, null, null, AvroRows.row(read(framed, id)));
    } catch (UnknownSchemaException e) {
      return failure(id, UNKNOWN_SCHEMA_ID, e);
    } catch (MalformedRecordException e) {
      return failure(id, e.errorType(), e);
    }
  }

  private Row failure(@Nullable Integer id, String type, Exception error) {
    // Only history keeps it as a dead letter; the other queries leave it out, and say so here.
    LOG.atWarn()
        .addKeyValue("record", reader.getName())
        .addKeyValue("schema", id)
        .addKeyValue("error", type)
        .log("A value cannot be decoded");
    return RowFactory.create(false, id, type, error.getMessage(), null);
  }

  private GenericRecord read(byte[] framed, int id)
      throws MalformedRecordException, UnknownSchemaException, RegistryUnavailableException {
    GenericDatumReader<GenericRecord> datum = reader(id);
    decoder = WireFormat.value(framed, decoder);
    return WireFormat.read(decoder, datum, "a %s by schema id %d".formatted(reader.getName(), id));
  }

  private GenericDatumReader<GenericRecord> reader(int id)
      throws UnknownSchemaException, RegistryUnavailableException {
    if (readers == null) {
      readers = new HashMap<>();
    }
    GenericDatumReader<GenericRecord> known = readers.get(id);
    if (known == null) {
      // Without conversions: logical types arrive as the numbers that they are made of.
      known = new GenericDatumReader<>(schemas.byId(id), reader, new GenericData());
      readers.put(id, known);
    }
    return Objects.requireNonNull(known);
  }
}
