package dev.weir.scrapers.feed;

import dev.weir.scrapers.feed.UnreadableFeedException.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import org.jdom2.Document;
import org.jdom2.JDOMException;
import org.jdom2.input.SAXBuilder;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Well-formed XML, by a parser that knows no document types, reads nothing but the text it is
 * given, and counts.
 */
final class StrictXml {
  private StrictXml() {}

  /** Empty when the markup is not well-formed. */
  static Optional<Document> read(String markup) throws UnreadableFeedException {
    try {
      return Optional.of(builder().build(new StringReader(markup)));
    } catch (JDOMException malformed) {
      if (malformed.getCause() instanceof TooLargeException tooLarge) {
        throw new UnreadableFeedException(Reason.TOO_LARGE, tooLarge.facts, tooLarge);
      }
      return Optional.empty();
    } catch (IllegalArgumentException badName) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new IllegalStateException("Expected no reading beyond the text", impossible);
    }
  }

  private static SAXBuilder builder() {
    SAXBuilder builder = new SAXBuilder();
    builder.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    builder.setFeature("http://xml.org/sax/features/external-general-entities", false);
    builder.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
    builder.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    builder.setExpandEntities(false);
    builder.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
    builder.setXMLFilter(new Counting());
    return builder;
  }

  private static final class TooLargeException extends SAXException {
    private static final long serialVersionUID = 1;
    private final String facts;

    TooLargeException(String facts) {
      super(facts);
      this.facts = facts;
    }
  }

  private static final class Counting extends XMLFilterImpl {
    private int elements;
    private int depth;

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes)
        throws SAXException {
      elements++;
      depth++;
      if (elements > FeedLimits.ELEMENTS) {
        throw new TooLargeException(
            "Expected at most " + FeedLimits.ELEMENTS + " elements in a feed, got: more");
      }
      if (depth > FeedLimits.DEPTH) {
        throw new TooLargeException(
            "Expected elements nested at most " + FeedLimits.DEPTH + " deep, got: deeper");
      }
      super.startElement(uri, localName, name, attributes);
    }

    @Override
    public void endElement(String uri, String localName, String name) throws SAXException {
      depth--;
      super.endElement(uri, localName, name);
    }
  }
}
