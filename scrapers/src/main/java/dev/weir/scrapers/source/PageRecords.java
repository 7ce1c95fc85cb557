package dev.weir.scrapers.source;

import dev.weir.ingest.http.HttpResult;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.record.Page;
import dev.weir.scrapers.page.ExtractedPage;
import dev.weir.scrapers.text.StatedTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Builds page records from visits. Pure. */
final class PageRecords {
  private PageRecords() {}

  /**
   * A page with content.
   *
   * @param state of the page's canonical URL, with the new revision, aliases and times
   * @param requested the entry that was visited
   * @param hops the URLs that redirected during the visit
   */
  static Page fetched(
      FrontierEntry state,
      FrontierEntry requested,
      List<String> hops,
      HttpResult.Success success,
      ExtractedPage content,
      Instant now) {
    Page page = common(state, requested, hops, now);
    page.setOutcome(Outcome.FETCHED);
    page.setHttpStatus(success.status());
    page.setContentType(
        success.headers().first("Content-Type").map(Outcome::mediaType).orElse(null));
    page.setContentBytes((long) success.body().length());
    page.setContentHash(content.contentHash());
    page.setTitle(content.title().orElse(null));
    page.setByline(content.byline().orElse(null));
    page.setExcerpt(content.excerpt().orElse(null));
    page.setSiteName(content.siteName().orElse(null));
    page.setLanguage(content.language().orElse(null));
    page.setText(content.text());
    page.setPublishedAt(content.published().map(StatedTime::at).orElse(null));
    page.setPublishedPrecision(
        content.published().map(time -> time.precision().label()).orElse(null));
    page.setPublishedZone(content.published().map(time -> time.zone().label()).orElse(null));
    page.setModifiedAt(content.modified().map(StatedTime::at).orElse(null));
    page.setOutlinks(content.outlinks());
    page.setTruncated(content.truncated());
    return page;
  }

  /** A page without content: how the visit ended. */
  static Page failed(FrontierEntry state, List<String> hops, Outcome outcome, Instant now) {
    Page page = common(state, state, hops, now);
    page.setOutcome(outcome.name());
    page.setOutcomeDetail(outcome.detail());
    page.setHttpStatus(outcome.status());
    page.setContentType(outcome.contentType());
    return page;
  }

  /**
   * The closing revision of a page that another one replaced: no content, no new aliases, and in
   * its aliases all names that the other page takes over.
   *
   * @param state of the page that moved, with the closing revision
   * @param requested the entry that was visited
   * @param target the normalized URL of the page that replaced it
   */
  static Page moved(
      FrontierEntry state, FrontierEntry requested, List<String> hops, String target, Instant now) {
    Page page = common(state, requested, hops, now);
    page.setOutcome(Outcome.MOVED);
    page.setOutcomeDetail("The page is now at " + target);
    page.setMovedTo(target);
    return page;
  }

  private static Page common(
      FrontierEntry state, FrontierEntry requested, List<String> hops, Instant now) {
    Set<String> aliases = new LinkedHashSet<>();
    aliases.add(state.getUrl());
    aliases.addAll(state.getRedirects());
    List<String> redirects = new ArrayList<>(requested.getRedirects());
    redirects.addAll(hops);
    Instant first = state.getFirstObservedAt();
    return Page.newBuilder()
        .setUrl(state.getUrl())
        .setRevision(state.getRevision())
        .setObservedAt(now)
        .setFirstObservedAt(first == null ? now : first)
        .setSource(state.getDiscoveredBy())
        .setSite(state.getDomain())
        .setRequestedUrl(requested.getUrl())
        .setAliases(new ArrayList<>(aliases))
        .setRedirects(redirects)
        .setOutcome(Outcome.FETCHED)
        .build();
  }
}
