package dev.weir.spark.history;

import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.topic.Topic;
import dev.weir.spark.decode.WiderSchema;
import dev.weir.spark.running.QueryContext;
import org.apache.avro.Schema;

/** The schemas that the history keeps records in: ours, and what newer writers have added. */
final class KeptSchemas {

  private KeptSchemas() {}

  /** The schema of a topic, as of now. */
  static Schema of(String topic, QueryContext context) throws RegistryUnavailableException {
    Topic found = context.topics().topic(topic);
    Schema kept = found.valueSchema();
    String subject = found.subject(context.kafka().prefix());
    for (Schema version : context.registry().client().versions(subject)) {
      kept = WiderSchema.of(kept, version);
    }
    return kept;
  }
}
