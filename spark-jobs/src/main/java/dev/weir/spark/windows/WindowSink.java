package dev.weir.spark.windows;

import dev.weir.schemas.topic.Topics;
import dev.weir.spark.running.Generations;
import dev.weir.spark.running.Heartbeat;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.running.Sink;
import dev.weir.spark.running.Watermarks;
import dev.weir.spark.sink.AggregatesWriter;
import dev.weir.spark.transform.Heartbeats;
import java.io.IOException;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;

/** The sink of a query over windows: numbers to {@code aggregates}, finality to {@code windows}. */
final class WindowSink {

  private WindowSink() {}

  static Sink of(String query, QueryContext context, Slots slots) throws Exception {
    AggregatesWriter writer =
        new AggregatesWriter(
            context.writer(Topics.AGGREGATES), query, context.schemaId(Topics.AGGREGATES));
    WindowLedger ledger = WindowLedgers.open(query, context, slots);
    if (Generations.succeeds(context)) {
      GenerationHandover.clear(query, context, ledger.finalUntil());
    }
    Heartbeat heartbeat = new Heartbeat(query, context);
    return new Sink(
        OutputMode.Update(),
        context.settings().queries().trigger(),
        new Writer(writer, ledger, context),
        progress -> {
          Instant watermark = Watermarks.of(progress);
          if (Heartbeats.haveMoved(watermark, Instant.parse(progress.timestamp()))) {
            ledger.passed(watermark);
          }
          heartbeat.beat(progress);
        });
  }

  private record Writer(AggregatesWriter numbers, WindowLedger ledger, QueryContext context)
      implements Sink.BatchWriter {

    @Override
    public void write(Dataset<Row> rows, long batch) throws IOException {
      long revision = context.revision(batch);
      ledger.wrote(numbers.write(rows, ledger.finalUntil(), revision), revision);
    }

    @Override
    public void dropped(long rows, Instant watermark, long batch) throws IOException {
      ledger.dropped(rows, watermark, context.revision(batch));
    }
  }
}
