package dev.weir.ingest.source;

/**
 * Something that is followed: a feed, a timeline, a firehose.
 *
 * <p>A source keeps no progress of its own: everything it must remember between two polls, or over
 * a restart, is its position, which the runtime commits in one transaction with the records that
 * the source returned.
 */
public sealed interface Source permits PollSource, StreamSource {

  /**
   * Its permanent name, such as {@code feed/gazette}; the key of its cursor and its name in
   * coverage.
   */
  String id();

  /**
   * Its rate-limit scope: the registrable domain for scrapers, host (and credential) for APIs. It
   * decides the shard, and so the instance, that runs the source; within an instance the polls of
   * one scope never run side by side.
   */
  String scope();
}
