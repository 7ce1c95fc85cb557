package dev.weir.simulator.world;

/** What an item of the world is. */
public enum Kind {
  /** A newspaper publishes an article. */
  ARTICLE,
  /** A newspaper changes an article. */
  ARTICLE_EDIT,
  /** Somebody posts on a Mastodon instance. */
  TOOT,
  /** A post on Mastodon is edited. */
  TOOT_EDIT,
  /** A post on Mastodon is deleted: it is just no longer served. */
  TOOT_DELETE,
  /** Somebody posts on Bluesky. */
  SKY_POST,
  /** A post on Bluesky is edited. */
  SKY_UPDATE,
  /** A post on Bluesky is deleted. */
  SKY_DELETE,
  /** Somebody likes something on Bluesky. */
  SKY_LIKE,
  /** A handle on Bluesky changes. */
  SKY_IDENTITY,
  /** An account on Bluesky changes its state. */
  SKY_ACCOUNT;

  /** Whether it is an event of the Jetstream. */
  public boolean ofSky() {
    return name().startsWith("SKY_");
  }

  /** Whether it changes or removes an earlier item. */
  public boolean ofEarlier() {
    return this == ARTICLE_EDIT
        || this == TOOT_EDIT
        || this == TOOT_DELETE
        || this == SKY_UPDATE
        || this == SKY_DELETE;
  }
}
