package dev.weir.pollers.mastodon;

import dev.weir.pollers.JsonFields;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the links of a status that lead to the people and tags that it names. Servers that mark
 * them by no class are known by {@code mentions} and {@code tags}; some link to another page of the
 * same person than those say.
 */
final class OwnTargets {
  private final Set<String> urls = new HashSet<>();
  private final Set<String> people = new HashSet<>();

  OwnTargets(JsonFields status) {
    for (String field : List.of("mentions", "tags")) {
      for (JsonFields target : status.objects(field)) {
        target.optionalText("url").map(OwnTargets::plain).ifPresent(urls::add);
      }
    }
    for (JsonFields mention : status.objects("mentions")) {
      Optional<String> host = mention.optionalText("url").flatMap(StatusReader::host);
      for (String field : List.of("username", "acct")) {
        Optional<String> name = mention.optionalText(field);
        if (host.isPresent() && name.isPresent()) {
          people.add(person(name.get(), host.get()));
        }
      }
    }
  }

  /**
   * Whether a link is a mention or a tag.
   *
   * @param text what the link shows, such as {@code @zoe}
   */
  boolean contains(String url, String text) {
    Optional<String> host = StatusReader.host(url);
    return urls.contains(plain(url))
        || (text.startsWith("@")
            && host.isPresent()
            && people.contains(person(text.substring(1), host.get())));
  }

  private static String person(String handle, String host) {
    String name = handle.contains("@") ? handle.substring(0, handle.indexOf('@')) : handle;
    return (name + "@" + host).toLowerCase(Locale.ROOT);
  }

  private static String plain(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
