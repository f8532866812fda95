package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that does not handle warnings finds them in its log. */
class LoggedWarningsTest {

  private static final Logger LOGGER = Logger.getLogger("dev.gradus");

  @TempDir private Path folder;

  /** Keeps the records that are logged. */
  private static final class Keeping extends Handler {

    private final List<LogRecord> records = new ArrayList<>();

    @Override
    public void publish(LogRecord entry) {
      records.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void aPluginJarThatIsLeftOutIsLogged() throws IOException {
    Files.writeString(folder.resolve("broken.jar"), "this is no jar");
    Keeping log = new Keeping();
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(log);
    try (Gradus gradus = Gradus.builder().plugins(folder).build()) {
      assertEquals(1, gradus.plugins().size());
    } finally {
      LOGGER.removeHandler(log);
      LOGGER.setUseParentHandlers(true);
    }
    assertEquals(1, log.records.size());
    LogRecord entry = log.records.get(0);
    assertEquals(Level.WARNING, entry.getLevel());
    assertTrue(
        entry.getMessage().startsWith("the plugin jar broken.jar is skipped: "),
        entry.getMessage());
  }
}
