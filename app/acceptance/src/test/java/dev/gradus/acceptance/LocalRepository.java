package dev.gradus.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local Maven repository with the modules of Gradus as they were just built, and with everything
 * from the real one, which it does not change.
 */
final class LocalRepository {

  private static final String VERSION = System.getProperty("gradus.version", "");
  private static final Path REAL = Path.of(System.getProperty("gradus.maven.repository", ""));

  private LocalRepository() {}

  /** Makes a repository in a folder that does not exist yet. */
  static Path in(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("dev").resolve("gradus"));
    link(REAL, folder, "dev");
    if (Files.isDirectory(REAL.resolve("dev"))) {
      link(REAL.resolve("dev"), folder.resolve("dev"), "gradus");
    }
    Path core = Distribution.PROJECT.resolve("core");
    install(folder, "gradus-bom", core.resolve("bom"), List.of());
    install(folder, "gradus-parent", Distribution.PROJECT, List.of());
    install(folder, "gradus-spi", core.resolve("spi"), List.of(".jar"));
    install(folder, "gradus-formula", core.resolve("formula"), List.of(".jar"));
    install(folder, "gradus-check", core.resolve("check"), List.of(".jar"));
    install(folder, "gradus-testkit", core.resolve("testkit"), List.of(".jar"));
    return folder;
  }

  private static void link(Path from, Path to, String without) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (!entry.getFileName().toString().equals(without)) {
          Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
        }
      }
    }
  }

  private static void install(Path repository, String artifact, Path module, List<String> files)
      throws IOException {
    Path home =
        Files.createDirectories(repository.resolve(Path.of("dev", "gradus", artifact, VERSION)));
    String name = artifact + "-" + VERSION;
    Files.copy(module.resolve("pom.xml"), home.resolve(name + ".pom"));
    for (String file : files) {
      Files.copy(module.resolve("target").resolve(name + file), home.resolve(name + file));
    }
  }

  /** Runs Maven with this repository. */
  static Distribution.Result maven(Path repository, Path project, String... goals)
      throws IOException, InterruptedException {
    Path maven = Path.of(System.getProperty("gradus.maven.home", ""), "bin", "mvn");
    return Distribution.run(
        project,
        Stream.concat(
                Stream.of(
                    maven.toString(),
                    "--batch-mode",
                    "--no-transfer-progress",
                    "-Dmaven.repo.local=" + repository),
                Stream.of(goals))
            .toList());
  }
}
