package dev.weir.scrapers.feed;

import dev.weir.scrapers.text.DateParser;
import dev.weir.scrapers.text.StatedTime;
import java.util.List;
import java.util.Optional;
import org.jdom2.Element;
import org.jdom2.Namespace;

/**
 * Reads what Rome reads inexactly: dates (it guesses zones and drops precision) and Dublin Core.
 */
final class Elements {
  static final Namespace DC = Namespace.getNamespace("http://purl.org/dc/elements/1.1/");
  static final Namespace DC_TERMS = Namespace.getNamespace("http://purl.org/dc/terms/");
  static final Namespace RDF =
      Namespace.getNamespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#");

  private Elements() {}

  record Name(String local, Namespace namespace) {}

  /** The first of these children with a date. */
  static Optional<StatedTime> time(Element parent, List<Name> names) {
    return names.stream()
        .flatMap(name -> parent.getChildren(name.local(), name.namespace()).stream())
        .map(child -> DateParser.parse(child.getText(), Optional.empty()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The first of these children with text. */
  static Optional<String> text(Element parent, List<Name> names) {
    return names.stream()
        .flatMap(name -> parent.getChildren(name.local(), name.namespace()).stream())
        .map(Element::getTextTrim)
        .filter(text -> !text.isEmpty())
        .findFirst();
  }
}
