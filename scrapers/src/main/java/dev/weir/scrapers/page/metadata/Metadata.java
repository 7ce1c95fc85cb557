package dev.weir.scrapers.page.metadata;

import dev.weir.scrapers.text.StatedTime;
import java.util.Optional;

/** A document's metadata outside its main text. */
public record Metadata(
    Optional<String> title,
    Optional<String> byline,
    Optional<String> excerpt,
    Optional<String> siteName,
    Optional<String> language,
    Optional<StatedTime> published,
    Optional<StatedTime> modified) {}
