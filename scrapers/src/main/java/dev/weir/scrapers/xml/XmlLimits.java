package dev.weir.scrapers.xml;

/** Bounds on one document; the bytes themselves are bounded where they are fetched. */
final class XmlLimits {
  static final int ELEMENTS = 500_000;
  static final int DEPTH = 200;

  /** Longest markup that is mended where it is not well-formed, in characters. */
  static final int MENDED = 8 << 20;

  private XmlLimits() {}
}
