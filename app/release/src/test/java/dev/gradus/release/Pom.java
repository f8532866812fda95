package dev.gradus.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A staged POM, together with what it inherits from staged parents. */
record Pom(Element project) {

  static Pom of(Path file) throws IOException {
    try {
      return new Pom(
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getDocumentElement());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file + "  is not a POM", e);
    }
  }

  /** The child elements with the given name. */
  private static List<Element> children(Element of, String name) {
    List<Element> children = new ArrayList<>();
    NodeList nodes = of.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      Node node = nodes.item(i);
      if (node instanceof Element element && element.getTagName().equals(name)) {
        children.add(element);
      }
    }
    return children;
  }

  /** The text at a path of elements, own or inherited; empty if there is none. */
  String text(String... path) throws IOException {
    Optional<String> own = own(project, path);
    if (own.isPresent()) {
      return own.get();
    }
    Optional<String> parent = own(project, "parent", "artifactId");
    return parent.isEmpty() ? "" : of(Staged.file(parent.get(), ".pom")).text(path);
  }

  private static Optional<String> own(Element from, String... path) {
    Element at = from;
    for (String name : path) {
      List<Element> found = children(at, name);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      at = found.get(0);
    }
    return Optional.of(at.getTextContent().strip()).filter(text -> !text.isEmpty());
  }

  /** The text of an element of this POM itself, for values that must not be inherited. */
  String ownText(String name) {
    return own(project, name).orElse("");
  }

  /** The artifacts in its own dependency management. */
  List<String> managed() {
    return children(project, "dependencyManagement").stream()
        .flatMap(section -> children(section, "dependencies").stream())
        .flatMap(list -> children(list, "dependency").stream())
        .map(each -> own(each, "artifactId").orElse(""))
        .toList();
  }
}
