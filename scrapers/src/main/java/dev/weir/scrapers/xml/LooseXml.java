package dev.weir.scrapers.xml;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdom2.Document;
import org.jdom2.JDOMException;
import org.jdom2.output.SAXOutputter;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads XML as the web serves it: well-formed XML strictly, the rest leniently. Messages that a
 * server printed before the first element are skipped. No external resource is ever read: a
 * document type is skipped, and one that declares entities is rejected.
 *
 * <p>Pure and thread-safe.
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
   * @param roots local names of the expected root elements, in lower case
   * @throws UnreadableXmlException if it has no element or is rejected
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
      throw tooLong(clean);
    }
    return new Parsed(LenientXml.read(clean, roots), true);
  }

  /**
   * Reads a document of any number of elements without keeping it.
   *
   * @param text the decoded text
   * @param roots local names of the expected root elements, in lower case
   * @param handlers makes a handler for the content; called again if strict reading fails
   * @return the handler that saw the whole document
   * @throws UnreadableXmlException if it has no element or is rejected
   */
  public static <H extends DefaultHandler> H stream(
      String text, Set<String> roots, Supplier<H> handlers) throws UnreadableXmlException {
    String clean = ServerNoise.strip(DocumentType.strip(text.strip()), roots);
    H strict = handlers.get();
    if (StrictXml.stream(clean, strict)) {
      return strict;
    }
    if (clean.length() > XmlLimits.MENDED) {
      throw tooLong(clean);
    }
    Document mended = LenientXml.read(clean, roots);
    H lenient = handlers.get();
    try {
      new SAXOutputter(lenient).output(mended);
    } catch (JDOMException impossible) {
      throw new IllegalStateException("Expected a document that can be written", impossible);
    }
    return lenient;
  }

  private static UnreadableXmlException tooLong(String markup) {
    return new UnreadableXmlException(
        UnreadableXmlException.Reason.TOO_LARGE,
        "Expected well-formed XML, or at most "
            + XmlLimits.MENDED
            + " characters of other markup, got: "
            + markup.length());
  }

  /**
   * Streams a document without keeping it. The charset is the one that it declares, or UTF-8.
   *
   * @return whether that was the whole document; if not, the handler has seen everything before the
   *     first error, which may be a document type
   * @throws IOException if the bytes cannot be read
   */
  public static boolean stream(InputStream bytes, DefaultHandler handler) throws IOException {
    return StrictXml.stream(new InputSource(bytes), handler);
  }
}
