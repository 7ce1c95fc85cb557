package dev.weir.schemas.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * The Confluent wire format: a zero byte, the schema's id in four bytes (big-endian), the value in
 * Avro's binary encoding. Knows no registry.
 *
 * @see <a
 *     href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format">Wire
 *     format</a>
 */
public final class WireFormat {

  /** Bytes before the value. */
  public static final int HEADER = 5;

  private static final byte MAGIC = 0;

  private WireFormat() {}

  /** Puts the header before a value. */
  public static byte[] frame(int schemaId, byte[] avro) {
    return ByteBuffer.allocate(HEADER + avro.length).put(MAGIC).putInt(schemaId).put(avro).array();
  }

  /** A record, encoded by its own schema and framed. */
  public static byte[] encode(int schemaId, SpecificRecord value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    out.writeBytes(ByteBuffer.allocate(HEADER).put(MAGIC).putInt(schemaId).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new SpecificDatumWriter<SpecificRecord>(
              value.getSchema(), SpecificData.getForClass(value.getClass()))
          .write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * The schema's id.
   *
   * @throws MalformedRecordException if the bytes are not framed
   */
  public static int schemaId(byte[] framed) throws MalformedRecordException {
    if (framed.length < HEADER) {
      throw new MalformedRecordException(
          MalformedRecordException.NOT_FRAMED,
          "Expected at least " + HEADER + " bytes of header, got: " + framed.length);
    }
    if (framed[0] != MAGIC) {
      throw new MalformedRecordException(
          MalformedRecordException.NOT_FRAMED,
          "Expected a zero byte at the start, got: " + Byte.toUnsignedInt(framed[0]));
    }
    return ByteBuffer.wrap(framed, 1, Integer.BYTES).getInt();
  }
}
