package dev.weir.infra.s3;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.model.AmazonS3Exception;
import com.amazonaws.services.s3.model.GetObjectRequest;
import com.amazonaws.services.s3.model.ListObjectsV2Request;
import com.amazonaws.services.s3.model.ListObjectsV2Result;
import com.amazonaws.services.s3.model.ObjectMetadata;
import com.amazonaws.services.s3.model.S3Object;
import com.amazonaws.services.s3.model.S3ObjectSummary;
import dev.weir.schemas.settings.StackSettings;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An object store over the S3 protocol: AWS itself, or any endpoint that speaks it.
 *
 * <p>The only class that knows aws-java-sdk-s3, whose line gets no new features any more.
 */
public final class S3ObjectStore implements ObjectStore {

  /**
   * Held, since the JDK keeps loggers weakly. What goes wrong comes as an exception; the rest of
   * what it says is noise.
   */
  private static final Logger SDK = Logger.getLogger("com.amazonaws");

  static {
    System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
    SDK.setLevel(Level.SEVERE);
  }

  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 30_000;

  private final AmazonS3 s3;
  private final String endpoint;

  private S3ObjectStore(AmazonS3 s3, String endpoint) {
    this.s3 = s3;
    this.endpoint = endpoint;
  }

  /**
   * A client for the endpoint of the settings; nothing is sent before the first call.
   *
   * @param environment where the credentials are read, by the names in the settings; with neither
   *     of the two variables set, AWS's usual places are searched
   * @throws IllegalArgumentException where only one of the two is set
   */
  public static S3ObjectStore connect(
      StackSettings stack, UnaryOperator<@Nullable String> environment) {
    StackSettings.S3Settings settings = stack.s3();
    AmazonS3 s3 =
        AmazonS3ClientBuilder.standard()
            .withPathStyleAccessEnabled(settings.pathStyle())
            .withCredentials(credentials(settings, environment))
            .withEndpointConfiguration(
                new EndpointConfiguration(stack.s3Endpoint(), settings.region()))
            .withClientConfiguration(
                new ClientConfiguration()
                    .withConnectionTimeout(CONNECT_MILLIS)
                    .withSocketTimeout(READ_MILLIS)
                    .withMaxErrorRetry(3))
            .build();
    return new S3ObjectStore(s3, stack.s3Endpoint());
  }

  private static AWSCredentialsProvider credentials(
      StackSettings.S3Settings settings, UnaryOperator<@Nullable String> environment) {
    String access = environment.apply(settings.accessKeyEnv());
    String secret = environment.apply(settings.secretKeyEnv());
    if (access == null && secret == null) {
      return DefaultAWSCredentialsProviderChain.getInstance();
    }
    if (access == null || secret == null) {
      throw new IllegalArgumentException(
          "Expected both %s and %s in the environment, got one of them"
              .formatted(settings.accessKeyEnv(), settings.secretKeyEnv()));
    }
    return new AWSStaticCredentialsProvider(new BasicAWSCredentials(access, secret));
  }

  @Override
  public void createBucket(String bucket) throws IOException {
    if (!bucketExists(bucket)) {
      call("create bucket " + bucket, () -> s3.createBucket(bucket));
    }
  }

  @Override
  public boolean bucketExists(String bucket) throws IOException {
    return call("look for bucket " + bucket, () -> s3.doesBucketExistV2(bucket));
  }

  @Override
  public void list(ObjectLocation prefix, Consumer<ObjectInfo> action) throws IOException {
    pages(
        prefix,
        null,
        page -> {
          for (S3ObjectSummary found : page.getObjectSummaries()) {
            action.accept(
                new ObjectInfo(
                    new ObjectLocation(prefix.bucket(), found.getKey()),
                    found.getSize(),
                    found.getETag(),
                    found.getLastModified().toInstant()));
          }
        });
  }

  @Override
  public List<String> folders(ObjectLocation prefix) throws IOException {
    List<String> folders = new ArrayList<>();
    pages(prefix, "/", page -> folders.addAll(page.getCommonPrefixes()));
    return folders;
  }

  private void pages(
      ObjectLocation prefix, @Nullable String delimiter, Consumer<ListObjectsV2Result> action)
      throws IOException {
    ListObjectsV2Request request =
        new ListObjectsV2Request()
            .withBucketName(prefix.bucket())
            .withPrefix(prefix.key())
            .withDelimiter(delimiter);
    ListObjectsV2Result page;
    do {
      page = call("list " + prefix, () -> s3.listObjectsV2(request));
      action.accept(page);
      request.setContinuationToken(page.getNextContinuationToken());
    } while (page.isTruncated());
  }

  @Override
  public Optional<ObjectInfo> head(ObjectLocation location) throws IOException {
    try {
      return Optional.of(info(location, s3.getObjectMetadata(location.bucket(), location.key())));
    } catch (AmazonS3Exception e) {
      if (e.getStatusCode() == 404) {
        return Optional.empty();
      }
      throw failed("look at " + location, e);
    } catch (SdkClientException e) {
      throw failed("look at " + location, e);
    }
  }

  @Override
  public ObjectInfo download(ObjectLocation location, Path file) throws IOException {
    GetObjectRequest request = new GetObjectRequest(location.bucket(), location.key());
    try (S3Object object = call("read " + location, () -> s3.getObject(request))) {
      Files.copy(object.getObjectContent(), file, StandardCopyOption.REPLACE_EXISTING);
      return info(location, object.getObjectMetadata());
    } catch (SdkClientException e) {
      throw failed("read " + location, e);
    }
  }

  @Override
  public InputStream open(ObjectLocation location, long offset) throws IOException {
    GetObjectRequest request = new GetObjectRequest(location.bucket(), location.key());
    if (offset > 0) {
      request.setRange(offset);
    }
    S3Object object = call("read " + location, () -> s3.getObject(request));
    // Closing the SDK's own stream early would read it to its end, or complain that it was not.
    return new FilterInputStream(object.getObjectContent()) {
      @Override
      public void close() {
        object.getObjectContent().abort();
      }
    };
  }

  @Override
  public void upload(ObjectLocation location, Path file) throws IOException {
    call("write " + location, () -> s3.putObject(location.bucket(), location.key(), file.toFile()));
  }

  @Override
  public void delete(ObjectLocation location) throws IOException {
    call(
        "delete " + location,
        () -> {
          s3.deleteObject(location.bucket(), location.key());
          return location;
        });
  }

  @Override
  public void close() {
    s3.shutdown();
  }

  private static ObjectInfo info(ObjectLocation location, ObjectMetadata metadata) {
    Instant modified =
        metadata.getLastModified() == null ? Instant.EPOCH : metadata.getLastModified().toInstant();
    return new ObjectInfo(location, metadata.getContentLength(), metadata.getETag(), modified);
  }

  private interface Call<T> {
    T run();
  }

  private <T> T call(String what, Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (SdkClientException e) {
      throw failed(what, e);
    }
  }

  private IOException failed(String what, SdkClientException e) {
    return new IOException("Cannot " + what + " at " + endpoint + ": " + e.getMessage(), e);
  }
}
