package dev.gradus.sources;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The words of a file in the format of LIBSVM, line by line, without comments. No more than a word
 * is in memory, however long a line is.
 */
final class SparseLines implements AutoCloseable {

  /** The maximum length of a label, or of a pair of a column and a value. */
  static final int LONGEST_WORD = 100;

  private final Path path;
  private final BufferedReader reader;
  private int line = 1;
  private int next;

  SparseLines(Path path) throws IOException {
    this.path = path;
    reader = Files.newBufferedReader(path);
    next = read();
    if (next == '\uFEFF') {
      next = read();
    }
  }

  private int read() throws IOException {
    try {
      return reader.read();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(path.getFileName() + ": the file is not text in UTF-8", e);
    }
  }

  /** Goes to the next line that has a word; false at the end of the file. */
  boolean nextLine() throws IOException {
    while (true) {
      skipBlanks();
      if (next < 0) {
        return false;
      }
      if (!isLineEnd(next)) {
        return true;
      }
      takeLineEnd();
    }
  }

  /** The next word of the line; empty at its end, which is then consumed. */
  Optional<String> nextWord() throws IOException {
    skipBlanks();
    if (next < 0 || isLineEnd(next)) {
      return Optional.empty();
    }
    StringBuilder word = new StringBuilder();
    while (next >= 0 && next != '#' && !Character.isWhitespace(next)) {
      if (word.length() == LONGEST_WORD) {
        throw refusal(
            "'%s...' has more than %s characters, the most that a label or a pair of a column and a value may have"
                .formatted(word.substring(0, 20), LONGEST_WORD));
      }
      word.append((char) next);
      next = read();
    }
    return Optional.of(word.toString());
  }

  /** Skips blanks and a comment. */
  private void skipBlanks() throws IOException {
    while (next >= 0 && !isLineEnd(next) && (Character.isWhitespace(next) || next == '#')) {
      boolean comment = next == '#';
      next = read();
      while (comment && next >= 0 && !isLineEnd(next)) {
        next = read();
      }
    }
  }

  private static boolean isLineEnd(int c) {
    return c == '\n' || c == '\r';
  }

  private void takeLineEnd() throws IOException {
    int first = next;
    next = read();
    if (first == '\r' && next == '\n') {
      next = read();
    }
    line++;
  }

  private String place() {
    return path.getFileName() + ":" + line;
  }

  /** An exception about the line. */
  IllegalArgumentException refusal(String sentence) {
    return new IllegalArgumentException(place() + ": " + sentence);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
