package dev.weir.tests.e2e;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.AmazonS3URI;
import com.amazonaws.services.s3.model.ObjectMetadata;
import com.amazonaws.util.IOUtils;
import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.schemas.settings.StackSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * The history opened for writing, as another engine might. A row is deleted by a deletion vector,
 * for which the table is raised to the format's version 3.
 */
final class WritableHistory implements AutoCloseable {
  private final AmazonS3 s3;
  private final JdbcCatalog catalog;

  private WritableHistory(AmazonS3 s3, JdbcCatalog catalog) {
    this.s3 = s3;
    this.catalog = catalog;
  }

  static WritableHistory open(ActiveSettings settings) {
    StackSettings stack = settings.stack();
    AmazonS3 s3 =
        AmazonS3ClientBuilder.standard()
            .withPathStyleAccessEnabled(true)
            .withEndpointConfiguration(
                new EndpointConfiguration(stack.s3Endpoint(), stack.s3().region()))
            .withCredentials(
                new AWSStaticCredentialsProvider(
                    new BasicAWSCredentials(
                        settings.environment().apply(stack.s3().accessKeyEnv()),
                        settings.environment().apply(stack.s3().secretKeyEnv()))))
            .build();
    JdbcCatalog catalog = new JdbcCatalog(ignored -> new BucketIo(s3), null, false);
    catalog.initialize(
        "weir",
        Map.of(
            "uri",
            stack.catalogUri(),
            "warehouse",
            "s3a://" + stack.s3().bucket() + "/warehouse",
            "jdbc.schema-version",
            "V1",
            "jdbc.busy_timeout",
            "10000"));
    return new WritableHistory(s3, catalog);
  }

  /** Deletes the one row of this identity. */
  void delete(String name, String network, String id, String version) throws Exception {
    Table table = catalog.loadTable(TableIdentifier.of("history", name));
    table.updateProperties().set("format-version", "3").commit();
    try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
      for (FileScanTask file : files) {
        OptionalLong row = rowOf(file.file().location(), network, id, version);
        if (row.isPresent()) {
          delete(table, file, row.getAsLong());
          return;
        }
      }
    }
    throw new IOException("Expected a row of %s %s %s, got none".formatted(network, id, version));
  }

  private static void delete(Table table, FileScanTask file, long row) throws IOException {
    String target = table.location() + "/data/" + UUID.randomUUID() + ".puffin";
    BaseDVFileWriter writer =
        new BaseDVFileWriter(() -> table.io().newOutputFile(target), path -> null);
    writer.delete(file.file().location(), row, file.spec(), file.partition());
    writer.close();
    RowDelta delta = table.newRowDelta();
    writer.result().deleteFiles().forEach(delta::addDeletes);
    delta.commit();
  }

  private OptionalLong rowOf(String location, String network, String id, String version)
      throws IOException, SQLException {
    Path copy = Files.createTempFile("history", ".parquet");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
      Files.write(copy, read(s3, location));
      try (PreparedStatement statement =
          duckdb.prepareStatement(
              "SELECT file_row_number FROM read_parquet(?, file_row_number = true)"
                  + " WHERE network = ? AND id = ? AND version = ?")) {
        statement.setString(1, copy.toString());
        statement.setString(2, network);
        statement.setString(3, id);
        statement.setString(4, version);
        try (ResultSet found = statement.executeQuery()) {
          return found.next() ? OptionalLong.of(found.getLong(1)) : OptionalLong.empty();
        }
      }
    } finally {
      Files.delete(copy);
    }
  }

  private static byte[] read(AmazonS3 s3, String location) throws IOException {
    AmazonS3URI uri = uri(location);
    try (var object = s3.getObject(uri.getBucket(), uri.getKey())) {
      return IOUtils.toByteArray(object.getObjectContent());
    }
  }

  private static AmazonS3URI uri(String location) {
    return new AmazonS3URI(location.replaceFirst("^s3a:", "s3:"));
  }

  @Override
  public void close() {
    catalog.close();
    s3.shutdown();
  }

  /** Whole objects in memory: what a test holds is small. */
  private static final class BucketIo implements FileIO {
    private static final long serialVersionUID = 1L;
    private final transient AmazonS3 s3;

    BucketIo(AmazonS3 s3) {
      this.s3 = s3;
    }

    @Override
    public InputFile newInputFile(String path) {
      try {
        return new InMemoryInputFile(path, read(s3, path));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public OutputFile newOutputFile(String path) {
      return new Output(this, s3, path);
    }

    @Override
    public void deleteFile(String path) {
      s3.deleteObject(uri(path).getBucket(), uri(path).getKey());
    }
  }

  private record Output(BucketIo io, AmazonS3 s3, String location) implements OutputFile {
    @Override
    public PositionOutputStream create() {
      return new Upload(s3, location);
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return create();
    }

    @Override
    public InputFile toInputFile() {
      return io.newInputFile(location);
    }
  }

  private static final class Upload extends PositionOutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AmazonS3 s3;
    private final String location;
    private boolean closed;

    Upload(AmazonS3 s3, String location) {
      this.s3 = s3;
      this.location = location;
    }

    @Override
    public long getPos() {
      return bytes.size();
    }

    @Override
    public void write(int value) {
      bytes.write(value);
    }

    @Override
    public void write(byte[] data, int offset, int length) {
      bytes.write(data, offset, length);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setContentLength(bytes.size());
        AmazonS3URI uri = uri(location);
        s3.putObject(
            uri.getBucket(), uri.getKey(), new ByteArrayInputStream(bytes.toByteArray()), metadata);
      }
    }
  }
}
