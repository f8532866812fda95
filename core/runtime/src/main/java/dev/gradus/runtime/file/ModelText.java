package dev.gradus.runtime.file;

import dev.gradus.runtime.column.Calibration;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The metadata of a model file that prediction needs. */
public final class ModelText {

  /** The first version of the format. */
  public static final int PLAIN = 1;

  /** The version of files with linear models and whitened columns. */
  public static final int LINEAR = 2;

  /** The latest version, with calibrated probabilities, sets and intervals; all are read. */
  public static final int LATEST = 3;

  /** The key of the version of the format. */
  public static final String FORMAT = "gradus.format";

  /** The key of the version of Gradus that wrote the file. */
  public static final String VERSION = "gradus.version";

  /** The key of the layers. */
  public static final String NETWORK = "gradus.network";

  /** The key of the fitted preparation of the columns. */
  public static final String PREPARATION = "gradus.preparation";

  /** The key that marks models whose predictions need the loss; absent otherwise. */
  public static final String OUTPUTS = "gradus.outputs";

  /** The key of what calibrates probabilities; absent if nothing does. */
  public static final String CALIBRATION = "gradus.calibration";

  /** The key of what makes sets and intervals; absent if there are none. */
  public static final String CONFORMAL = "gradus.conformal";

  /** The key of the plugins, one per line. */
  public static final String PLUGINS = "gradus.plugins";

  /** The key of the epoch after which a checkpoint was written; other models do not have it. */
  public static final String EPOCH = "gradus.epoch";

  /** The prefix of an application's keys. */
  public static final String APPLICATION = "application.";

  /** The placeholder for an unknown version. */
  public static final String NO_VERSION = "of unknown version";

  private ModelText() {}

  /** Rejects a file that is not a model, or has another format. */
  public static void checkFormat(SafetensorsContent content, String where) {
    String format = content.metadata().getOrDefault(FORMAT, "");
    if (!format.matches("[0-9]{1,9}")) {
      throw new ModelFileException(
          Reason.CORRUPT,
          new Problem(where, "this is a safetensors file, but not a model of Gradus"));
    }
    int found = Integer.parseInt(format);
    if (found < PLAIN || found > LATEST) {
      throw new ModelFileException(
          found > LATEST ? Reason.TOO_NEW : Reason.TOO_OLD,
          new Problem(
              where,
              "the model has format %s (written by Gradus %s), but this is Gradus %s, which reads formats %s to %s; use the Gradus that wrote it"
                  .formatted(
                      found,
                      content.metadata().getOrDefault(VERSION, NO_VERSION),
                      BuildVersion.current(),
                      PLAIN,
                      LATEST)));
    }
  }

  /** The fitted preparation of the columns. */
  public static Preparation preparationIn(SafetensorsContent content, String where) {
    try {
      return PreparationJson.read(value(content, PREPARATION, where));
    } catch (IOException | IllegalArgumentException e) {
      throw corrupt(
          where,
          "the description of its columns (%s) cannot be read: %s"
              .formatted(PREPARATION, e.getMessage()),
          e);
    }
  }

  /** A record that the metadata hold as JSON; empty if they lack the key. */
  public static <T extends Record> Optional<T> recordIn(
      SafetensorsContent content, String key, Class<T> type, String where) {
    String text = content.metadata().get(key);
    if (text == null) {
      return Optional.empty();
    }
    try {
      StrictJson json = new StrictJson(text);
      T found = type.cast(RecordJson.read(json, type));
      json.end();
      return Optional.of(found);
    } catch (IOException | IllegalArgumentException e) {
      throw corrupt(where, key + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * A decoding with what calibrates probabilities and makes sets and intervals, if there is any.
   */
  public static Decoding decodingIn(SafetensorsContent content, Decoding plain, String where) {
    return plain.with(
        recordIn(content, CALIBRATION, Calibration.class, where),
        recordIn(content, CONFORMAL, Conformal.class, where));
  }

  /** The metadata that the application has added. */
  public static Map<String, String> applicationIn(SafetensorsContent content) {
    Map<String, String> own = new LinkedHashMap<>();
    content
        .metadata()
        .forEach(
            (key, value) -> {
              if (key.startsWith(APPLICATION)) {
                own.put(key.substring(APPLICATION.length()), value);
              }
            });
    return Map.copyOf(own);
  }

  /** The value of a key. */
  public static String value(SafetensorsContent content, String key, String where) {
    String value = content.metadata().get(key);
    if (value == null) {
      throw corrupt(where, "its metadata lacks " + key);
    }
    return value;
  }

  /**
   * The error of a file that is damaged.
   *
   * @param sentence what is wrong with it
   */
  public static ModelFileException corrupt(String where, String sentence) {
    return new ModelFileException(
        Reason.CORRUPT, new Problem(where, "the model file is corrupt: " + sentence));
  }

  /** The same with a cause. */
  public static ModelFileException corrupt(String where, String sentence, Throwable cause) {
    return new ModelFileException(
        Reason.CORRUPT, new Problem(where, "the model file is corrupt: " + sentence), cause);
  }
}
