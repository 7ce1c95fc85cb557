package dev.weir.simulator.world;

import java.time.Instant;
import java.util.List;

/**
 * One version of an article.
 *
 * @param number number of the item that published it
 * @param versionItem number of the item that made this version
 * @param version 1 as published, one more for each edit
 * @param published when it says that it was published; whole seconds
 * @param modified when this version was made; whole seconds
 */
public record Article(
    long number,
    long versionItem,
    int version,
    Site site,
    String slug,
    String title,
    String byline,
    Instant published,
    Instant modified,
    List<String> paragraphs) {

  /** The same under its second address. */
  public Article moved() {
    return new Article(
        number,
        versionItem,
        version,
        site,
        "moved-" + slug,
        title,
        byline,
        published,
        modified,
        paragraphs);
  }

  /** Its canonical address. */
  public String url() {
    return "http://" + site.host() + path();
  }

  /** The path of its canonical address. */
  public String path() {
    return "/news/" + slug + "-" + number + ".html";
  }

  /** Another address of it, from which the site redirects. */
  public String redirectUrl() {
    return "http://" + site.host() + "/r/" + number;
  }
}
