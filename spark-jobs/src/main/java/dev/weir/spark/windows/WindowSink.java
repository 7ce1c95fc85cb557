package dev.weir.spark.windows;

import dev.weir.spark.running.Generations;
import dev.weir.spark.running.Heartbeat;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.running.Sink;
import dev.weir.spark.running.Watermarks;
import dev.weir.spark.sink.AggregatesWriter;
import dev.weir.spark.transform.Heartbeats;
import java.time.Instant;
import org.apache.spark.sql.streaming.OutputMode;

/** The sink of a query over windows: numbers to {@code aggregates}, finality to {@code windows}. */
final class WindowSink {

  private WindowSink() {}

  static Sink of(String query, QueryContext context, Slots slots) throws Exception {
    AggregatesWriter writer =
        new AggregatesWriter(context.writer("aggregates"), query, context.schemaId("aggregates"));
    WindowLedger ledger = WindowLedgers.open(query, context, slots);
    if (Generations.succeeds(context)) {
      GenerationHandover.clear(query, context, ledger.finalUntil());
    }
    Heartbeat heartbeat = new Heartbeat(query, context);
    return new Sink(
        OutputMode.Update(),
        context.settings().queries().trigger(),
        (rows, batch) -> {
          long revision = context.revision(batch);
          ledger.wrote(writer.write(rows, ledger.finalUntil(), revision), revision);
        },
        progress -> {
          ledger.dropped(Watermarks.dropped(progress));
          Instant watermark = Watermarks.of(progress);
          if (Heartbeats.haveMoved(watermark, Instant.parse(progress.timestamp()))) {
            ledger.passed(watermark);
          }
          heartbeat.beat(progress);
        });
  }
}
