package dev.trainyard.report;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a page that is both HTML and well-formed XML. All text and attributes pass through an XML
 * writer, so no name from a user can become markup.
 */
final class Html {
  private final StringWriter page = new StringWriter(1 << 16);
  private final XMLStreamWriter xml;

  Html() {
    try {
      xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(page);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("no XML can be written", e);
    }
  }

  Html doctype() {
    return write(() -> xml.writeDTD("<!DOCTYPE html>\n"));
  }

  /**
   * Opens an element.
   *
   * @param attributes alternating names and values
   */
  Html open(String name, String... attributes) {
    return write(
        () -> {
          xml.writeStartElement(name);
          attributes(attributes);
        });
  }

  Html close() {
    return write(xml::writeEndElement);
  }

  /** Adds text; characters that XML does not know are replaced. */
  Html text(String text) {
    return write(() -> xml.writeCharacters(legal(text)));
  }

  /** Writes an element that contains only text. */
  Html element(String name, String text, String... attributes) {
    return open(name, attributes).text(text).close();
  }

  /** Writes an element that never has content, such as {@code meta} or {@code path}. */
  Html empty(String name, String... attributes) {
    return write(
        () -> {
          xml.writeEmptyElement(name);
          attributes(attributes);
        });
  }

  /** Returns the page so far. */
  @Override
  public String toString() {
    write(xml::flush);
    return page.toString();
  }

  private void attributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], legal(attributes[i + 1]));
    }
  }

  private Html write(Step step) {
    try {
      step.run();
      return this;
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a page cannot be written", e);
    }
  }

  private static String legal(String text) {
    StringBuilder legal = null;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (isLegal(c)) {
        if (legal != null) {
          legal.appendCodePoint(c);
        }
      } else {
        if (legal == null) {
          legal = new StringBuilder(text.substring(0, i));
        }
        legal.append('\uFFFD');
      }
      i += Character.charCount(c);
    }
    return legal == null ? text : legal.toString();
  }

  private static boolean isLegal(int c) {
    boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
    return !control && !surrogate && c != 0xFFFE && c != 0xFFFF;
  }

  private interface Step {
    void run() throws XMLStreamException;
  }
}
