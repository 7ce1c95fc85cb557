package dev.weir.scrapers.xml;

import dev.weir.scrapers.xml.UnreadableXmlException.Reason;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jdom2.Document;
import org.jdom2.JDOMException;
import org.jdom2.input.SAXBuilder;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Reads well-formed XML with a parser that knows no document types, reads no external resource, and
 * counts elements.
 */
final class StrictXml {
  private static final Map<String, Boolean> FEATURES =
      Map.of(
          "http://apache.org/xml/features/disallow-doctype-decl", true,
          "http://xml.org/sax/features/external-general-entities", false,
          "http://xml.org/sax/features/external-parameter-entities", false,
          "http://apache.org/xml/features/nonvalidating/load-external-dtd", false);

  private StrictXml() {}

  /** Empty if the markup is not well-formed. */
  static Optional<Document> read(String markup) throws UnreadableXmlException {
    try {
      return Optional.of(builder().build(new StringReader(markup)));
    } catch (JDOMException malformed) {
      if (malformed.getCause() instanceof TooLargeException tooLarge) {
        throw new UnreadableXmlException(Reason.TOO_LARGE, tooLarge.facts, tooLarge);
      }
      return Optional.empty();
    } catch (IllegalArgumentException badName) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new IllegalStateException("Expected no reading beyond the text", impossible);
    }
  }

  /** Returns false if the markup is not well-formed; the handler has then seen a part of it. */
  static boolean stream(String markup, DefaultHandler handler) {
    try {
      return stream(new InputSource(new StringReader(markup)), handler);
    } catch (IOException impossible) {
      throw new IllegalStateException("Expected no reading beyond the text", impossible);
    }
  }

  /** Returns false if the markup is not well-formed; the handler has then seen a part of it. */
  static boolean stream(InputSource markup, DefaultHandler handler) throws IOException {
    try {
      SAXParserFactory factory = SAXParserFactory.newInstance();
      factory.setNamespaceAware(true);
      for (Map.Entry<String, Boolean> feature : FEATURES.entrySet()) {
        factory.setFeature(feature.getKey(), feature.getValue());
      }
      factory.newSAXParser().parse(markup, handler);
      return true;
    } catch (SAXException | CharConversionException malformed) {
      return false;
    } catch (ParserConfigurationException impossible) {
      throw new IllegalStateException("Expected no reading beyond the text", impossible);
    }
  }

  private static SAXBuilder builder() {
    SAXBuilder builder = new SAXBuilder();
    FEATURES.forEach(builder::setFeature);
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
      if (elements > XmlLimits.ELEMENTS) {
        throw new TooLargeException(
            "Expected at most " + XmlLimits.ELEMENTS + " elements in a document, got: more");
      }
      if (depth > XmlLimits.DEPTH) {
        throw new TooLargeException(
            "Expected elements nested at most " + XmlLimits.DEPTH + " deep, got: deeper");
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
