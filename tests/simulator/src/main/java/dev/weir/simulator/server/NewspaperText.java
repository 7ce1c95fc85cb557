package dev.weir.simulator.server;

import static dev.weir.simulator.server.MastodonJson.escape;

import dev.weir.simulator.world.Article;
import dev.weir.simulator.world.Site;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The documents of a newspaper. Pure. Each site tells an article's time in a way of its own. */
final class NewspaperText {
  private static final DateTimeFormatter RFC_822 =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final Site site;

  NewspaperText(Site site) {
    this.site = site;
  }

  String robots() {
    return """
        User-agent: *
        Disallow: /private/
        Allow: /

        Sitemap: http://%s/sitemap.xml
        """
        .formatted(site.host());
  }

  String home(List<Article> articles) {
    StringBuilder list = new StringBuilder();
    for (Article article : articles) {
      list.append(
          "<li><a href=\"%s\">%s</a></li>\n".formatted(article.path(), escape(article.title())));
    }
    return """
        <!doctype html>
        <html lang="%s"><head><meta charset="utf-8"><title>%s</title>
        <link rel="alternate" type="application/rss+xml" href="/feed.xml">
        <link rel="alternate" type="application/atom+xml" href="/atom.xml">
        </head><body><h1>%s</h1><ul>
        %s</ul><p><a href="/private/desk" rel="nofollow">Desk</a></p></body></html>
        """
        .formatted(site.language(), escape(site.title()), escape(site.title()), list);
  }

  String sitemap(List<Article> articles) {
    StringBuilder xml =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
            """);
    for (Article article : articles) {
      xml.append(
          "<url><loc>%s</loc><lastmod>%s</lastmod></url>\n"
              .formatted(article.url(), article.modified()));
    }
    return xml.append("</urlset>\n").toString();
  }

  String rss(List<FeedItems.Item> items) {
    StringBuilder xml =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
            <title>%s</title><link>http://%s/</link><description>%s</description><language>%s</language>
            """
                .formatted(
                    escape(site.title()), site.host(), escape(site.title()), site.language()));
    for (FeedItems.Item item : items) {
      Article article = item.article();
      xml.append(
          """
          <item><title>%s</title><link>%s?utm_source=rss&amp;utm_medium=feed</link>
          %s<dc:creator>%s</dc:creator><pubDate>%s</pubDate>
          <description>%s</description></item>
          """
              .formatted(
                  escape(article.title()),
                  article.url(),
                  guid(item),
                  escape(article.byline()),
                  RFC_822.format(item.date()),
                  escape(article.paragraphs().get(0))));
    }
    return xml.append("</channel></rss>\n").toString();
  }

  private static String guid(FeedItems.Item item) {
    String guid = item.guid();
    if (guid == null) {
      return "";
    }
    boolean isLink = guid.equals(item.article().url());
    return "<guid isPermaLink=\"%s\">%s</guid>".formatted(isLink, guid);
  }

  String atom(List<Article> articles) {
    Instant updated =
        articles.stream().map(Article::modified).max(Instant::compareTo).orElse(Instant.EPOCH);
    StringBuilder xml =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="%s">
            <title>%s</title><id>http://%s/</id><updated>%s</updated>
            <link rel="self" href="http://%s/atom.xml"/><link href="http://%s/"/>
            """
                .formatted(
                    site.language(),
                    escape(site.title()),
                    site.host(),
                    updated,
                    site.host(),
                    site.host()));
    for (Article article : articles) {
      xml.append(
          """
          <entry><title>%s</title><link href="%s"/><id>tag:%s,2026:%d</id>
          <published>%s</published><updated>%s</updated><author><name>%s</name></author>
          <summary>%s</summary></entry>
          """
              .formatted(
                  escape(article.title()),
                  article.url(),
                  site.host(),
                  article.number(),
                  article.published(),
                  article.modified(),
                  escape(article.byline()),
                  escape(article.paragraphs().get(0))));
    }
    return xml.append("</feed>\n").toString();
  }

  /** A page that only sends its reader on. */
  String sendOn(Article article) {
    return """
        <!doctype html>
        <html><head><meta http-equiv="refresh" content="0; url=%s"></head><body></body></html>
        """
        .formatted(article.path());
  }

  String article(Article article) {
    StringBuilder body = new StringBuilder();
    article.paragraphs().forEach(p -> body.append("<p>").append(escape(p)).append("</p>\n"));
    return """
        <!doctype html>
        <html lang="%s"><head><meta charset="utf-8">
        <title>%s | %s</title>
        <link rel="canonical" href="%s">
        <meta property="og:title" content="%s">
        <meta property="og:site_name" content="%s">
        <meta property="og:type" content="article">
        <meta name="description" content="%s">
        %s</head><body>
        <header><nav><a href="/">Home</a> <a href="/feed.xml">Feed</a></nav></header>
        <article><h1>%s</h1>
        <p class="byline">%s</p>
        %s</article>
        <footer><p>© %s</p></footer></body></html>
        """
        .formatted(
            site.language(),
            escape(article.title()),
            escape(site.title()),
            article.url(),
            escape(article.title()),
            escape(site.title()),
            escape(article.paragraphs().get(0)),
            times(article),
            escape(article.title()),
            byline(article),
            body,
            escape(site.title()));
  }

  private String times(Article article) {
    return switch (site) {
      case GAZETTE ->
          """
          <script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",\
          "headline":"%s","author":{"@type":"Person","name":"%s"},"datePublished":"%s","dateModified":"%s",\
          "publisher":{"@type":"Organization","name":"%s"},"mainEntityOfPage":"%s"}</script>
          """
              .formatted(
                  article.title(),
                  article.byline(),
                  article.published().atZone(BERLIN).toOffsetDateTime(),
                  article.modified().atZone(BERLIN).toOffsetDateTime(),
                  site.title(),
                  article.url());
      case HERALD ->
          """
          <meta property="article:published_time" content="%s">
          <meta property="article:modified_time" content="%s">
          <meta name="author" content="%s">
          """
              .formatted(article.published(), article.modified(), escape(article.byline()));
      case COURIER -> "<meta name=\"author\" content=\"%s\">\n".formatted(escape(article.byline()));
    };
  }

  private String byline(Article article) {
    if (site != Site.COURIER) {
      return "By " + escape(article.byline());
    }
    Instant minute = article.published().truncatedTo(ChronoUnit.MINUTES);
    return "Von %s, <time datetime=\"%s\">%s</time>"
        .formatted(
            escape(article.byline()),
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm").format(minute.atZone(BERLIN)),
            DateTimeFormatter.ofPattern("dd.MM.yyyy, HH:mm").format(minute.atZone(BERLIN)));
  }
}
