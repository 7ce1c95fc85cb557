package dev.weir.spark.running;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.spark.stack.JobSettings;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The time settings that a query's checkpoint keeps, which are those that it computes with: the
 * settings file may have been changed since the query was started.
 *
 * @param time the settings
 * @param since results up to here in event time are those of earlier generations, with settings of
 *     their own
 */
public record KeptTime(TimeSettings time, Instant since) {

  /**
   * Reads them; those of the settings file where there is no checkpoint.
   *
   * @throws IOException if the checkpoint cannot be read, or is damaged
   */
  public static KeptTime of(JobSettings settings, String query, Configuration hadoop)
      throws IOException {
    try {
      Optional<Checkpoint.Facts> facts =
          new Checkpoint(settings.checkpointDir(), query, hadoop).facts();
      return facts
          .map(kept -> new KeptTime(settings.time().withMillis(kept.timeMillis()), kept.since()))
          .orElseGet(() -> new KeptTime(settings.time(), Instant.EPOCH));
    } catch (RefusedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
