package dev.weir.trial.latency;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What a trial found.
 *
 * @param servedRate versions of posts that were served a second
 * @param publishedRate records of {@code aggregates} a second
 * @param cores of this machine
 * @param busyCores of them, on average, by whatever ran on the machine
 */
public record LatencyReport(
    LatencyTrial.Plan plan,
    Span span,
    double servedRate,
    double publishedRate,
    List<Stage> stages,
    List<Processes.Usage> processes,
    Map<String, Batches.Query> queries,
    int cores,
    double busyCores) {

  /** Items that were not accounted for at some point. */
  public int missing() {
    return stages.stream().mapToInt(Stage::missing).sum();
  }

  /** Whether every item was accounted for, and there was one by each hop. */
  public boolean isComplete() {
    return missing() == 0 && stages.stream().noneMatch(stage -> stage.millis().isEmpty());
  }

  /** CPU seconds a second of all processes of this trial. */
  double ownCores() {
    return processes.stream().mapToDouble(this::cores).sum();
  }

  double cores(Processes.Usage usage) {
    return usage.cpu().toMillis() / 1e3 / span.seconds();
  }

  /** As one JSON object: milliseconds, bytes, CPU seconds a second. */
  public String json() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("from", span.from().toString())
        .put("until", span.until().toString())
        .put("rate", plan.rate())
        .put("time", plan.time())
        .put("queries", plan.queries())
        .put("posts_served_per_second", rounded(servedRate))
        .put("aggregates_per_second", rounded(publishedRate))
        .put("missing", missing())
        .put("cores", cores)
        .put("busy_cores", rounded(busyCores))
        .put("own_cores", rounded(ownCores()));
    ArrayNode points = json.putArray("stages");
    for (Stage stage : stages) {
      ObjectNode point =
          points.addObject().put("name", stage.name()).put("missing", stage.missing());
      describe(stage.distribution(), point);
    }
    ArrayNode programs = json.putArray("processes");
    for (Processes.Usage usage : processes) {
      Distribution resident = Distribution.of(usage.residentBytes());
      programs
          .addObject()
          .put("name", usage.name())
          .put("cpu_seconds_per_second", rounded(cores(usage)))
          .put("resident_bytes_mean", Math.round(resident.mean()))
          .put("resident_bytes_max", resident.max());
    }
    ObjectNode named = json.putObject("spark");
    queries.forEach((name, query) -> describe(query, named.putObject(name)));
    return json.toString();
  }

  private void describe(Batches.Query query, ObjectNode to) {
    describe(Distribution.of(query.millis()), to.putObject("batch_millis"));
    describe(Distribution.of(query.rows()), to.putObject("rows"));
    ObjectNode phases = to.putObject("phases_mean_millis");
    query
        .phases()
        .forEach((name, millis) -> phases.put(name, Math.round(Distribution.of(millis).mean())));
  }

  private static void describe(Distribution distribution, ObjectNode to) {
    to.put("items", distribution.size())
        .put("p50", distribution.percentile(50))
        .put("p95", distribution.percentile(95))
        .put("p99", distribution.percentile(99))
        .put("max", distribution.max())
        .put("mean", rounded(distribution.mean()));
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }

  /** As tables for people. */
  public List<String> lines() {
    return new ReportText(this).lines();
  }
}
