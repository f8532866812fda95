package dev.gradus.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The files in a {@code .keras} archive.
 *
 * @param config the layers, as JSON
 * @param version the version of Keras that wrote it; empty if it does not say
 * @param weights the numbers
 */
record KerasArchive(JsonTree config, String version, Hdf5 weights) {

  private static final String CONFIG = "config.json";
  private static final String METADATA = "metadata.json";
  private static final String WEIGHTS = "model.weights.h5";

  /** How much larger than the archive its content may be; weights can hardly be compressed. */
  private static final int MOST_GROWTH = 20;

  /** The mark of the end of an archive. */
  private static final byte[] END = {'P', 'K', 5, 6};

  /** How far before the end of the file the mark may be. */
  private static final int LONGEST_END = 66_000;

  private static final int SMALL = 16 * 1024 * 1024;

  /** Reads an archive. */
  static KerasArchive of(byte[] bytes) throws DamagedException {
    Map<String, byte[]> files = files(bytes);
    JsonTree config = JsonTree.of(new String(file(files, CONFIG), UTF_8), CONFIG);
    JsonTree metadata =
        files.containsKey(METADATA)
            ? JsonTree.of(new String(file(files, METADATA), UTF_8), METADATA)
            : new JsonTree("");
    return new KerasArchive(
        config, metadata.get("keras_version").text().orElse(""), new Hdf5(file(files, WEIGHTS)));
  }

  private static byte[] file(Map<String, byte[]> files, String name) throws DamagedException {
    byte[] found = files.get(name);
    if (found == null) {
      throw new DamagedException(
          "the archive has no %s, as a .keras file has; save the model with Keras 3: model.save('model.keras')",
          name);
    }
    return found;
  }

  private static boolean isWhole(byte[] bytes) {
    for (int i = bytes.length - END.length; i >= Math.max(0, bytes.length - LONGEST_END); i--) {
      if (Arrays.equals(bytes, i, i + END.length, END, 0, END.length)) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, byte[]> files(byte[] bytes) throws DamagedException {
    if (!isWhole(bytes)) {
      throw new DamagedException("the archive is truncated; copy or save the model again");
    }
    Map<String, byte[]> files = new HashMap<>();
    long most = (long) bytes.length * MOST_GROWTH + SMALL;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (Set.of(CONFIG, METADATA, WEIGHTS).contains(entry.getName())) {
          byte[] content = zip.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
          most -= content.length;
          if (most < 0) {
            throw new DamagedException(
                String.format(
                    Locale.ROOT,
                    "its content is more than %s times as large as the archive, which weights are not",
                    MOST_GROWTH));
          }
          files.put(entry.getName(), content);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new DamagedException(
          "the archive is damaged or truncated; copy or save the model again", e);
    }
    return files;
  }
}
