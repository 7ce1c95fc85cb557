package dev.weir.scrapers.xml;

/** Limits for one document. The fetcher limits the number of bytes. */
final class XmlLimits {
  static final int ELEMENTS = 500_000;
  static final int DEPTH = 200;

  /** Maximum length, in characters, of markup that is read leniently. */
  static final int MENDED = 8 << 20;

  private XmlLimits() {}
}
