package dev.weir.infra.local.admin;

/**
 * What a comparison of a server with the {@link dev.weir.schemas.topic.TopicCatalog} found, or what
 * was done about it.
 *
 * @param name of the topic on the broker, or of the subject in the registry
 * @param state how it stands to the catalogue
 * @param detail what differs, or the server's reasons; may be empty
 */
public record Finding(String name, State state, String detail) {

  /** How something on a server stands to the catalogue. */
  public enum State {
    /** A topic is as it should be. */
    OK,
    /** A topic is not there. */
    MISSING,
    /** Settings of a topic differ; they can be set. */
    DIFFERENT,
    /** A topic's number of partitions differs, which is never changed. */
    OTHER_PARTITIONS,
    /** A topic has been made. */
    CREATED,
    /** A topic's settings have been set. */
    CHANGED,
    /** A schema is registered. */
    REGISTERED,
    /** A subject has no schema yet. */
    NEW,
    /** A schema would be another version. */
    COMPATIBLE,
    /** A schema is refused. */
    INCOMPATIBLE
  }

  /** Whether all is well: records can be published. */
  public boolean isGood() {
    return switch (state) {
      case MISSING, DIFFERENT, OTHER_PARTITIONS, INCOMPATIBLE -> false;
      default -> true;
    };
  }
}
