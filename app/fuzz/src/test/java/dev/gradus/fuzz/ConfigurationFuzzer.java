package dev.gradus.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.binding.ConfigurationWriter;
import dev.gradus.engine.config.Configuration;
import dev.gradus.runtime.problem.GradusException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads a configuration from arbitrary bytes, writes it, reads it back, and checks it against data.
 */
public final class ConfigurationFuzzer {

  private static final String FILE = "fuzzed.yaml";
  private static final String DATA = "data.csv";

  private static final Workplace WORKPLACE = new Workplace();
  private static final Gradus GRADUS = Gradus.builder().onWarning(Claims::checkWarning).build();

  static {
    WORKPLACE.write(
        DATA,
        "x,y,kind,yes\n1,2.5,a,no\n2,3.5,b,yes\n3,4.5,a,no\n4,5.5,c,yes\n5,,b,no\n6,7.5,a,yes\n"
            .getBytes(UTF_8));
  }

  private ConfigurationFuzzer() {}

  /** Loads the classes, which takes longer than the time limit for an input. */
  public static void fuzzerInitialize() throws IOException {
    Seeds.of("Configuration").forEach(ConfigurationFuzzer::refusal);
  }

  /** Checks what must hold for any file. */
  public static void fuzzerTestOneInput(byte[] input) {
    refusal(input);
  }

  /** Does the same, and returns why the input is refused; empty if it is accepted. */
  static Optional<String> refusal(byte[] input) {
    Path file = WORKPLACE.write(FILE, input);
    try {
      Configuration configuration = GRADUS.read(file);
      checkReadBack(configuration);
      GRADUS.job(configuration).check();
      return Optional.empty();
    } catch (GradusException refusal) {
      Claims.checkRefusal(refusal, input, "");
      return Optional.of(String.valueOf(refusal.getMessage()));
    }
  }

  private static void checkReadBack(Configuration configuration) {
    ConfigurationWriter writer = new ConfigurationWriter();
    String written = writer.write(configuration);
    Configuration read;
    try {
      read =
          new ConfigurationReader(GRADUS.catalogue())
              .parse(written, "written.yaml", Path.of(""), List.of());
    } catch (GradusException e) {
      throw new AssertionError("the written configuration is refused:\n" + written, e);
    }
    Claims.checkEqual(written, writer.write(read));
    Claims.checkEqual(configuration, read);
  }
}
