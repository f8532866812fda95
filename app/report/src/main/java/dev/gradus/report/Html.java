package dev.gradus.report;

/** Grows HTML; every text and every attribute is escaped on its way in. */
final class Html {

  private final StringBuilder text = new StringBuilder();

  /**
   * Opens an element.
   *
   * @param attributes a name, its value, the next name, and so on
   */
  Html open(String tag, String... attributes) {
    text.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      text.append(escape(attributes[i + 1])).append('"');
    }
    text.append('>');
    return this;
  }

  /** Closes an element, and ends the line where that does not show. */
  Html close(String tag) {
    text.append("</").append(tag).append('>');
    if (!tag.equals("span") && !tag.equals("code") && !tag.equals("pre")) {
      text.append('\n');
    }
    return this;
  }

  /** Adds text as it is. */
  Html text(String content) {
    text.append(escape(content));
    return this;
  }

  /** Adds a sentence, in which what stands between backquotes is set as code. */
  Html sentence(String content) {
    String[] parts = content.split("`", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean isCode = i % 2 == 1 && i < parts.length - 1;
      if (isCode) {
        open("code").text(parts[i]).close("code");
      } else {
        // The last of an odd number of backquotes has no partner, and is one.
        text(i % 2 == 1 ? "`" + parts[i] : parts[i]);
      }
    }
    return this;
  }

  /** Adds an element that holds a sentence. */
  Html element(String tag, String sentence, String... attributes) {
    return open(tag, attributes).sentence(sentence).close(tag);
  }

  /** Adds all of another one. */
  Html add(Html other) {
    text.append(other.text);
    return this;
  }

  /** The text with everything escaped that means something in HTML, attributes included. */
  static String escape(String content) {
    StringBuilder escaped = new StringBuilder(content.length());
    content
        .chars()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                // HTML forbids it.
                case 0 -> escaped.append('\uFFFD');
                default -> escaped.append((char) c);
              }
            });
    return escaped.toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
