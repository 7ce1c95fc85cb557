package dev.weir.trial.backlog;

import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Link;
import dev.weir.schemas.record.Page;
import dev.weir.schemas.record.Post;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.topic.Topics;
import dev.weir.schemas.wire.RecordEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes a log as it would be after hours in which Spark did not run: posts, pages and heartbeats,
 * whose times of the append are spread over those hours. The topics take the times that we give
 * while they are filled, and the broker's again afterwards.
 *
 * <p>Half of the posts lie in one partition. Each tenth links to a page. Posts are up to nine
 * minutes late, which is in time by the settings as shipped: each of them must be counted.
 */
final class Backlog {

  private static final List<String> TOPICS = List.of(Topics.POSTS, Topics.PAGES, Topics.COVERAGE);
  private static final String TEXT = "What was said about the weather of that day. ".repeat(5);
  private static final String[] LANGUAGES = {"de", "en", "fr", "it", "tr"};
  private static final Duration QUIET = Duration.ofMinutes(20);
  private static final int POSTS_PER_PAGE = 1000;
  private static final int SOURCES = 3;
  private static final long BEAT_MILLIS = 5000;

  private final StackSettings stack;
  private final Instant from;
  private final Duration span;
  private final long posts;

  Backlog(ActiveSettings settings, long posts, Duration span, Instant until) {
    this.stack = settings.stack();
    this.posts = posts;
    this.span = span;
    this.from = until.minus(QUIET).minus(span);
  }

  /** Writes everything, and returns how long that took. */
  Duration write() throws IOException, InterruptedException {
    Instant begin = Instant.now();
    stamp("CreateTime");
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            stack.bootstrapServers(),
            "compression.type",
            "lz4",
            "linger.ms",
            50,
            "batch.size",
            1 << 18);
    try (RegistryClient registry = RegistryClient.create(stack.registryUrl());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      Sender sender = new Sender(stack, new RecordEncoder(registry), producer);
      long nextBeat = from.toEpochMilli();
      for (long post = 0; post < posts; post++) {
        long now = from.toEpochMilli() + span.toMillis() * post / posts;
        for (; nextBeat <= now; nextBeat += BEAT_MILLIS) {
          beat(sender, nextBeat);
        }
        if (post % POSTS_PER_PAGE == 0) {
          page(sender, post / POSTS_PER_PAGE, now);
        }
        post(sender, post, now);
      }
      // Later than all by more than the watermark's delay, so that every window becomes final.
      beat(sender, from.plus(span).plus(QUIET).toEpochMilli());
      sender.finish();
    }
    stamp("LogAppendTime");
    return Duration.between(begin, Instant.now());
  }

  private void post(Sender sender, long number, long now) throws IOException {
    Instant observed = Instant.ofEpochMilli(now).minusMillis(200);
    long late = number % 50 == 0 ? number % 540 : number % 7;
    String url = pageUrl(Math.max(0, number / POSTS_PER_PAGE - number % 20));
    Post record =
        Post.newBuilder()
            .setNetwork("backlog")
            .setId("post-" + number)
            .setVersion("1")
            .setOperation("CREATE")
            .setEventTime(observed.minusSeconds(late).truncatedTo(ChronoUnit.MICROS))
            .setObservedAt(observed.truncatedTo(ChronoUnit.MICROS))
            .setSource("backlog/0")
            .setAuthorId("author-" + number * 31 % 50_000)
            .setLanguage(LANGUAGES[(int) (number % LANGUAGES.length)])
            .setText(TEXT)
            .setTags(List.of("tag-" + number % 17, "tag-" + number * 7 % 200))
            .setLinks(number % 10 == 0 ? List.of(new Link(url, url)) : List.of())
            .build();
    sender.send(Topics.POSTS, number % 2 == 0 ? 0 : -1, "backlog|post-" + number, now, record);
  }

  private void page(Sender sender, long number, long now) throws IOException {
    Instant observed = Instant.ofEpochMilli(now).minusMillis(200);
    Page record =
        Page.newBuilder()
            .setUrl(pageUrl(number))
            .setRevision(1)
            .setObservedAt(observed)
            .setFirstObservedAt(observed)
            .setSource("feed/backlog")
            .setSite("gazette.test")
            .setRequestedUrl(pageUrl(number))
            .setAliases(List.of(pageUrl(number)))
            .setNewAliases(List.of(pageUrl(number)))
            .setOutcome("fetched")
            .setTitle("Page " + number)
            .build();
    sender.send(Topics.PAGES, -1, pageUrl(number), now, record);
  }

  private void beat(Sender sender, long now) throws IOException {
    for (int source = 0; source < SOURCES; source++) {
      CoverageInterval record =
          CoverageInterval.newBuilder()
              .setSource("backlog/" + source)
              .setScope("all")
              .setStart(from)
              .setEnd(Instant.ofEpochMilli(now))
              .setStatus("complete")
              .setObservedAt(Instant.ofEpochMilli(now))
              .build();
      sender.send(Topics.COVERAGE, -1, record.getSource() + "|all|" + from, now, record);
    }
  }

  private static String pageUrl(long number) {
    return "https://gazette.test/" + number;
  }

  /** Whose clock stamps the records of the topics. */
  private void stamp(String type) throws IOException, InterruptedException {
    AlterConfigOp set =
        new AlterConfigOp(
            new ConfigEntry("message.timestamp.type", type), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              TOPICS.stream()
                  .collect(
                      Collectors.toMap(
                          topic ->
                              new ConfigResource(
                                  ConfigResource.Type.TOPIC, stack.topicPrefix() + topic),
                          any -> List.of(set))))
          .all()
          .get(1, TimeUnit.MINUTES);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Topics " + TOPICS + ": cannot set " + type + ": " + e, e);
    }
  }

  private static final class Sender {
    private final String prefix;
    private final RecordEncoder encoder;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    Sender(StackSettings stack, RecordEncoder encoder, KafkaProducer<byte[], byte[]> producer) {
      this.prefix = stack.topicPrefix();
      this.encoder = encoder;
      this.producer = producer;
    }

    /**
     * @param partition -1 for that of the key
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback keeps the failure for finish()
    void send(String topic, int partition, String key, long time, SpecificRecord record)
        throws IOException {
      byte[] value = encoder.encode(prefix + topic, record);
      producer.send(
          new ProducerRecord<>(
              prefix + topic,
              partition < 0 ? null : partition,
              time,
              key.getBytes(StandardCharsets.UTF_8),
              value),
          (metadata, error) -> {
            if (error != null) {
              failure.compareAndSet(null, error);
            }
          });
    }

    void finish() throws IOException {
      producer.flush();
      Exception error = failure.get();
      if (error != null) {
        throw new IOException("Cannot write the backlog: " + error, error);
      }
    }
  }
}
