package dev.weir.simulator.server;

import static dev.weir.simulator.server.MastodonJson.escape;

import dev.weir.simulator.corpus.Corpus;
import java.util.stream.Collectors;

/** What leads to the recordings: an HTML page, a feed and a sitemap of all pages. Pure. */
final class CorpusIndex {
  private CorpusIndex() {}

  static String html(Corpus corpus) {
    String pages =
        corpus.pages().stream()
            .map(
                name ->
                    "<li><a href=\"%s\">%s</a></li>\n"
                        .formatted(Corpus.pageUrl(name), escape(name)))
            .collect(Collectors.joining());
    String feeds =
        corpus.feeds().stream()
            .map(path -> escape(Corpus.feedUrl(path)))
            .map(
                url ->
                    "<li><a href=\"%s\" type=\"application/xml\">%s</a></li>\n".formatted(url, url))
            .collect(Collectors.joining());
    return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Recordings</title>
        <link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>
        <body><h1>Pages</h1><ul>
        %s</ul><h1>Feeds</h1><ul>
        %s</ul></body></html>
        """
        .formatted(pages, feeds);
  }

  static String rss(Corpus corpus) {
    String items =
        corpus.pages().stream()
            .map(
                name ->
                    "<item><title>%s</title><link>%s</link><guid>%s</guid></item>\n"
                        .formatted(escape(name), Corpus.pageUrl(name), Corpus.pageUrl(name)))
            .collect(Collectors.joining());
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0"><channel><title>Recordings</title><link>http://%s/</link>
        <description>Recorded pages</description>
        %s</channel></rss>
        """
        .formatted(Corpus.INDEX, items);
  }

  static String sitemap(Corpus corpus) {
    String urls =
        corpus.pages().stream()
            .map(name -> "<url><loc>%s</loc></url>\n".formatted(Corpus.pageUrl(name)))
            .collect(Collectors.joining());
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        %s</urlset>
        """
        .formatted(urls);
  }
}
