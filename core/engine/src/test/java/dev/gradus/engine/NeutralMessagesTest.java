package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Messages of the engine are for all programs that use it: they name no options of the command
 * line.
 */
class NeutralMessagesTest {

  private static final Pattern OPTION = Pattern.compile("(^|[\\s'\"(=])--[a-z]");

  /** The tags of the constant pool, JVM specification, table 4.4-A. */
  private static final int UTF8 = 1;

  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  @Test
  void noConstantNamesAnOptionOfTheCommandLine() throws IOException {
    List<String> found = new ArrayList<>();
    int seen = 0;
    for (Path file : Compiled.files()) {
      for (String text : texts(file)) {
        seen++;
        if (OPTION.matcher(text).find()) {
          found.add(file.getFileName() + ": " + text);
        }
      }
    }
    assertTrue(seen > 10_000, seen + " constants are too few");
    assertEquals(List.of(), found);
  }

  /** All texts of a class: names, messages, and those of annotations. */
  private static List<String> texts(Path file) throws IOException {
    List<String> texts = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      in.skipNBytes(8);
      int count = in.readUnsignedShort();
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case UTF8 -> texts.add(in.readUTF());
          case LONG, DOUBLE -> {
            in.skipNBytes(8);
            i++;
          }
          case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
          case 15 -> in.skipNBytes(3);
          default -> in.skipNBytes(4);
        }
      }
    }
    return texts;
  }
}
