package dev.weir.scrapers.xml;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdom2.Document;
import org.jdom2.JDOMException;
import org.jdom2.output.SAXOutputter;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads XML as the web serves it: well-formed XML strictly, the rest leniently. Messages that a
 * server printed before the first element are skipped. Nothing outside of the text is ever read: a
 * document type is skipped, and one that declares entities is refused.
 *
 * <p>Pure; safe for use by several threads.
 */
public final class LooseXml {
  private LooseXml() {}

  /**
   * A document.
   *
   * @param mended whether the text was not well-formed
   */
  public record Parsed(Document document, boolean mended) {}

  /**
   * Reads a document.
   *
   * @param text the decoded text
   * @param roots local names of the first elements that are expected, in lower case
   * @throws UnreadableXmlException if it has no element, or is refused
   */
  public static Parsed parse(String text, Set<String> roots) throws UnreadableXmlException {
    String markup = DocumentType.strip(text.strip());
    String clean = ServerNoise.strip(markup, roots);
    return LargeDocuments.inTurn(clean.length(), () -> parsed(clean, !clean.equals(markup), roots));
  }

  private static Parsed parsed(String clean, boolean stripped, Set<String> roots)
      throws UnreadableXmlException {
    Optional<Document> strict = StrictXml.read(clean);
    if (strict.isPresent()) {
      return new Parsed(strict.get(), stripped);
    }
    if (clean.length() > XmlLimits.MENDED) {
      throw new UnreadableXmlException(
          UnreadableXmlException.Reason.TOO_LARGE,
          "Expected well-formed XML, or at most "
              + XmlLimits.MENDED
              + " characters of other markup, got: "
              + clean.length());
    }
    return new Parsed(LenientXml.read(clean, roots), true);
  }

  /**
   * What a handler has seen.
   *
   * @param whole whether that is the whole document
   */
  public record Streamed<H>(H handler, boolean whole) {}

  /**
   * Reads a document without keeping it, for documents of any number of elements. One that is not
   * well-formed has to be kept to be mended; a long one is read up to its first fault instead.
   *
   * @param text the decoded text
   * @param roots local names of the first elements that are expected, in lower case
   * @param handlers makes a handler of what is read; called again where strict reading fails
   * @return the handler that saw the document, or all of it before its first fault
   * @throws UnreadableXmlException if it has no element, or is refused
   */
  public static <H extends DefaultHandler> Streamed<H> stream(
      String text, Set<String> roots, Supplier<H> handlers) throws UnreadableXmlException {
    String clean = ServerNoise.strip(DocumentType.strip(text.strip()), roots);
    H strict = handlers.get();
    if (StrictXml.stream(clean, strict)) {
      return new Streamed<>(strict, true);
    }
    if (clean.length() > XmlLimits.MENDED) {
      return new Streamed<>(strict, false);
    }
    Document mended = LenientXml.read(clean, roots);
    H lenient = handlers.get();
    try {
      new SAXOutputter(lenient).output(mended);
    } catch (JDOMException impossible) {
      throw new IllegalStateException("Expected a document that can be written", impossible);
    }
    return new Streamed<>(lenient, true);
  }
}
