package dev.gradus.sources;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The first lines of a file, which may be in the sparse format of LIBSVM. */
final class SparseBeginning {

  private static final int MOST_LINES = 50;

  /** The maximum that is read, however long the lines are. */
  private static final int FIRST_BYTES = 1 << 16;

  private static final Pattern NAME = Pattern.compile("(?i).*[.](svm|libsvm|svmlight)");

  /** A label, or several. */
  private static final Pattern LABEL = Pattern.compile("[-+0-9.eE]+(,[-+0-9.eE]+)*");

  /** A column, or the group of a ranking, and a value, whatever it is. */
  private static final Pattern PAIR = Pattern.compile("([0-9]+|qid):[^:]*");

  private SparseBeginning() {}

  /**
   * Whether the first lines of a file are labels followed by pairs of a column and a value, or its
   * name says that they should be.
   */
  static boolean isIn(Path file) {
    if (NAME.matcher(String.valueOf(file.getFileName())).matches()) {
      return true;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return isIn(in);
    } catch (IOException e) {
      // Reading the file in another format will report what is wrong with it.
      return false;
    }
  }

  /**
   * The same for the first bytes of a file. Malformed pairs count, because reading them reports the
   * mistake.
   */
  private static boolean isIn(InputStream in) throws IOException {
    byte[] first = in.readNBytes(FIRST_BYTES);
    String[] lines = new String(first, StandardCharsets.UTF_8).split("\\R", MOST_LINES + 1);
    int whole = Math.min(MOST_LINES, first.length < FIRST_BYTES ? lines.length : lines.length - 1);
    int pairs = 0;
    for (int i = 0; i < Math.max(1, whole); i++) {
      String[] parts = lines[i].replaceFirst("#.*", "").strip().split("\\s+", -1);
      boolean cut = i >= whole;
      for (int j = 0; j < parts.length; j++) {
        boolean pair = PAIR.matcher(parts[j]).matches();
        if (cut && j == parts.length - 1 && !pair) {
          // A truncated pair may look like anything.
          break;
        }
        boolean label = j == 0 && (parts[j].isEmpty() || LABEL.matcher(parts[j]).matches());
        if (!pair && !label) {
          return false;
        }
        pairs += pair ? 1 : 0;
      }
    }
    return pairs > 0;
  }
}
