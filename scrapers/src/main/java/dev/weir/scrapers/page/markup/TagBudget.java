package dev.weir.scrapers.page.markup;

/** Truncates markup after the maximum number of tags, so that no page makes an endless tree. */
public record TagBudget(String text, boolean exceeded) {
  public static TagBudget of(String markup, int tags) {
    int position = -1;
    for (int count = 0; count <= tags; count++) {
      position = markup.indexOf('<', position + 1);
      if (position < 0) {
        return new TagBudget(markup, false);
      }
    }
    return new TagBudget(markup.substring(0, position), true);
  }
}
