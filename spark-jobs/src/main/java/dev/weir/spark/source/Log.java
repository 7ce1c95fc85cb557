package dev.weir.spark.source;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** What has to be known of the log in order to plan a batch. Belongs to one thread. */
interface Log extends AutoCloseable {

  /** The end of each partition of the heartbeats' topic, for a reader of committed records. */
  Map<TopicPartition, Long> heartbeatEnds();

  /**
   * The first record of each partition that the broker appended at a time or later.
   *
   * @return no entry for a partition without such a record
   */
  Map<TopicPartition, Long> offsetsAt(Collection<TopicPartition> partitions, long millis);

  /**
   * When the broker appended the first record that lies at one of some offsets or behind it,
   * committed or not.
   *
   * @param offsets by partition
   * @return milliseconds since 1970; empty if no record lies there
   */
  OptionalLong firstAppendFrom(Map<TopicPartition, Long> offsets);

  @Override
  void close();
}
