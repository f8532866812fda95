package dev.gradus.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that uses the staged repository, adds one dependency, and trains. */
class StrangersProjectTest {

  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.example</groupId>
        <artifactId>stranger</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <repositories>
          <repository><id>staged</id><url>%s</url></repository>
        </repositories>
        <dependencyManagement>
          <dependencies>
            <dependency>
              <groupId>dev.gradus</groupId>
              <artifactId>gradus-bom</artifactId>
              <version>%s</version>
              <type>pom</type>
              <scope>import</scope>
            </dependency>
          </dependencies>
        </dependencyManagement>
        <dependencies>
          <dependency>
            <groupId>dev.gradus</groupId>
            <artifactId>gradus</artifactId>
          </dependency>
        </dependencies>
        <build>
          <plugins>
            <plugin>
              <artifactId>maven-compiler-plugin</artifactId>
              <version>3.15.0</version>
            </plugin>
            <plugin>
              <artifactId>maven-dependency-plugin</artifactId>
              <version>3.11.0</version>
            </plugin>
          </plugins>
        </build>
      </project>
      """;

  private static final String MODULE =
      """
      module com.example.stranger {
        requires dev.gradus;
      }
      """;

  private static final String APPLICATION =
      """
      package com.example.stranger;

      import dev.gradus.activations.Tanh;
      import dev.gradus.engine.Gradus;
      import dev.gradus.engine.config.Configuration;
      import dev.gradus.engine.config.DataSpec;
      import dev.gradus.engine.table.Table;
      import dev.gradus.layers.Dense;
      import dev.gradus.losses.Huber;
      import dev.gradus.optimizers.Adam;
      import java.util.List;

      public class App {
        public static void main(String[] args) {
          double[][] rows = {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}};
          Configuration configuration =
              Configuration.builder()
                  .data(DataSpec.of("y"))
                  .layer(Dense.of(8, new Tanh()))
                  .layer(Dense.output())
                  .loss(new Huber(0.5))
                  .optimizer(new Adam(0.01))
                  .epochs(2000)
                  .build();
          try (Gradus gradus = Gradus.create()) {
            var model = gradus.job(configuration).on(Table.ofRows(List.of("x", "y"), rows)).train().model();
            System.out.printf("%.1f%n", model.predictor().predict(2)[0]);
          }
        }
      }
      """;

  private static final Path REAL = Path.of(System.getProperty("gradus.maven.repository", ""));

  @TempDir Path folder;

  private Path project = Path.of("");

  /** Its local repository has everything from the real one except Gradus. */
  @BeforeEach
  void build() throws Exception {
    Path repository = Files.createDirectories(folder.resolve("repository"));
    Files.createDirectories(repository.resolve("dev"));
    link(REAL, repository, "dev");
    link(REAL.resolve("dev"), repository.resolve("dev"), "gradus");
    project = folder.resolve("project");
    Path sources =
        Files.createDirectories(
            project.resolve(Path.of("src", "main", "java", "com", "example", "stranger")));
    Files.writeString(
        project.resolve("pom.xml"), POM.formatted(Staged.FOLDER.toUri(), Staged.VERSION));
    Files.writeString(sources.resolve("App.java"), APPLICATION);
    Files.writeString(project.resolve(Path.of("src", "main", "java", "module-info.java")), MODULE);
    Path maven = Path.of(System.getProperty("gradus.maven.home", ""), "bin", "mvn");
    String said =
        run(
            maven.toString(),
            "--batch-mode",
            "--no-transfer-progress",
            "-Dmaven.repo.local=" + repository,
            "compile",
            "dependency:copy-dependencies");
    assertTrue(said.contains("BUILD SUCCESS"), said);
  }

  private static void link(Path from, Path to, String without) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (!entry.getFileName().toString().equals(without)) {
          Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
        }
      }
    }
  }

  @Test
  void itTrainsOnTheModulePath() throws Exception {
    String path =
        project.resolve(Path.of("target", "dependency"))
            + File.pathSeparator
            + project.resolve(Path.of("target", "classes"));
    assertEquals(
        "3.0\n", run(java(), "-p", path, "-m", "com.example.stranger/com.example.stranger.App"));
  }

  @Test
  void itTrainsOnTheClassPath() throws Exception {
    String path =
        project.resolve(Path.of("target", "dependency", "*"))
            + File.pathSeparator
            + project.resolve(Path.of("target", "classes"));
    assertEquals("3.0\n", run(java(), "-cp", path, "com.example.stranger.App"));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The output of a command, standard error included. */
  private String run(String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command))
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    if (!process.waitFor(300, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(List.of(command) + " did not end");
    }
    return Files.readString(out);
  }
}
