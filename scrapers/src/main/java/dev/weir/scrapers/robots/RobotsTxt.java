package dev.weir.scrapers.robots;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.util.List;

/** A parsed robots.txt (RFC 9309). Pure. */
public final class RobotsTxt {
  private final BaseRobotRules rules;

  private RobotsTxt(BaseRobotRules rules) {
    this.rules = rules;
  }

  /**
   * Parses a file; invalid lines are skipped.
   *
   * @param url where it came from, for the log
   */
  public static RobotsTxt parse(byte[] body, String contentType, String url) {
    return new RobotsTxt(rules(body, contentType, url));
  }

  static BaseRobotRules rules(byte[] body, String contentType, String url) {
    return new SimpleRobotRulesParser(Long.MAX_VALUE, 0)
        .parseContent(url, body, contentType, List.of(Robots.PRODUCT));
  }

  /** Whether Weir may fetch an http or https URL of the file's host. */
  public boolean isAllowed(String url) {
    return rules.isAllowed(url);
  }
}
