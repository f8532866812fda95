package dev.gradus.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** The kind of a file by its first bytes, to notice when arguments are mixed up. */
enum FileKind {
  /** A folder. */
  FOLDER,
  /** A safetensors file. */
  MODEL,
  /** YAML with the keys of a configuration. */
  CONFIGURATION,
  /** Rows of cells, with a delimiter between them. */
  TABLE,
  /** A page for a browser. */
  PAGE,
  /** Anything else, or no file. */
  OTHER;

  private static final int LOOKED_AT = 4096;

  private static final Pattern KEY =
      Pattern.compile(
          "(?m)^['\"]?(data|network|loss|optimizer|training|metrics|tune|schedule)['\"]?:(\\s|$)");
  private static final Pattern ROW = Pattern.compile("(?s)[^\\n:{]*[,;\\t|][^\\n:{]*(\\r?\\n.*|$)");

  /** The kind of a file. */
  static FileKind of(Path file) {
    if (Files.isDirectory(file)) {
      return FOLDER;
    }
    if (!Files.isRegularFile(file)) {
      return OTHER;
    }
    byte[] first;
    try (InputStream in = Files.newInputStream(file)) {
      first = in.readNBytes(LOOKED_AT);
    } catch (IOException e) {
      // The reader of the file will report why it cannot be read.
      return OTHER;
    }
    return of(String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT), first);
  }

  private static FileKind of(String name, byte[] first) {
    // A safetensors file starts with the length of the header in eight bytes, followed by JSON.
    if (first.length > 8 && first[8] == '{' && first[7] == 0 && first[6] == 0) {
      return MODEL;
    }
    String text = new String(first, StandardCharsets.UTF_8);
    if (text.chars().anyMatch(c -> c < '\t' || (c == '\uFFFD' && first.length < LOOKED_AT))) {
      return OTHER;
    }
    String beginning = text.stripLeading().toLowerCase(Locale.ROOT);
    if (beginning.startsWith("<!doctype html") || beginning.startsWith("<html")) {
      return PAGE;
    }
    if (name.matches(".*[.](csv|tsv)")) {
      return TABLE;
    }
    if (KEY.matcher(text).find()) {
      return CONFIGURATION;
    }
    return !name.matches(".*[.]ya?ml") && ROW.matcher(text).matches() ? TABLE : OTHER;
  }
}
