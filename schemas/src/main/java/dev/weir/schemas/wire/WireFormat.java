package dev.weir.schemas.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

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

  /**
   * A decoder that stands at the value.
   *
   * @param framed long enough to hold the header, see {@link #schemaId}
   * @param reuse a decoder that is no longer needed
   */
  public static BinaryDecoder value(byte[] framed, @Nullable BinaryDecoder reuse) {
    return DecoderFactory.get().binaryDecoder(framed, HEADER, framed.length - HEADER, reuse);
  }

  /**
   * Reads a value. Strict: bytes left over are an error.
   *
   * @param expected what it should be, for the error
   * @throws MalformedRecordException if the bytes are no such value
   */
  public static <T> T read(BinaryDecoder decoder, DatumReader<T> reader, String expected)
      throws MalformedRecordException {
    try {
      T value = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new MalformedRecordException(
            MalformedRecordException.NOT_AVRO,
            "Expected the end of the value, got: bytes left over");
      }
      return value;
    } catch (MalformedRecordException e) {
      throw e;
    } catch (AvroTypeException e) {
      throw new MalformedRecordException(
          MalformedRecordException.WRONG_SCHEMA, "Expected " + expected + ", got: " + e, e);
    } catch (IOException | RuntimeException e) {
      throw new MalformedRecordException(
          MalformedRecordException.NOT_AVRO, "Expected " + expected + ", got: " + e, e);
    }
  }
}
