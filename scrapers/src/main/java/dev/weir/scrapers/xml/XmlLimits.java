package dev.weir.scrapers.xml;

/** Bounds on one document; the bytes themselves are bounded where they are fetched. */
final class XmlLimits {
  static final int ELEMENTS = 500_000;
  static final int DEPTH = 200;

  private XmlLimits() {}
}
