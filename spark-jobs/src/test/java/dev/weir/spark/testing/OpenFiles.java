package dev.weir.spark.testing;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** Plain files, and how many Parquet files are open for writing at once in this JVM. */
public final class OpenFiles extends HadoopFileIO {

  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final AtomicInteger MOST = new AtomicInteger();
  private static final AtomicInteger CREATED = new AtomicInteger();

  /** Made by Iceberg, from its name in {@code io-impl}. */
  public OpenFiles() {}

  public static void reset() {
    MOST.set(0);
    CREATED.set(0);
  }

  public static int mostAtOnce() {
    return MOST.get();
  }

  public static int created() {
    return CREATED.get();
  }

  @Override
  public OutputFile newOutputFile(String path) {
    OutputFile file = super.newOutputFile(path);
    return path.endsWith(".parquet") ? new Counted(file) : file;
  }

  private record Counted(OutputFile file) implements OutputFile {
    @Override
    public PositionOutputStream create() {
      return new CountedStream(file.create());
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return new CountedStream(file.createOrOverwrite());
    }

    @Override
    public String location() {
      return file.location();
    }

    @Override
    public InputFile toInputFile() {
      return file.toInputFile();
    }
  }

  private static final class CountedStream extends PositionOutputStream {
    private final PositionOutputStream stream;
    private boolean isClosed;

    CountedStream(PositionOutputStream stream) {
      this.stream = stream;
      CREATED.incrementAndGet();
      int open = OPEN.incrementAndGet();
      MOST.accumulateAndGet(open, Math::max);
    }

    @Override
    public long getPos() throws IOException {
      return stream.getPos();
    }

    @Override
    public void write(int value) throws IOException {
      stream.write(value);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      stream.write(bytes, start, length);
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }

    @Override
    public void close() throws IOException {
      if (!isClosed) {
        isClosed = true;
        OPEN.decrementAndGet();
      }
      stream.close();
    }
  }
}
