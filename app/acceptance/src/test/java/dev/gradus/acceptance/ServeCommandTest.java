package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code gradus serve} as a process. */
class ServeCommandTest {

  private static final int TERMINATED = 143;

  /** Classes, two classes with one output, and a number. */
  private static final List<String> SERVED = List.of("iris", "breast_cancer", "one-neuron-mse");

  @WorkingFolder Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private static String dataOf(String example) {
    return example.replaceFirst("-mse$", "") + ".csv";
  }

  private void train(String example) throws Exception {
    Distribution.Result trained =
        Distribution.gradus(
            folder,
            "train",
            Distribution.EXAMPLES.resolve(example + ".yaml").toString(),
            "--quiet",
            "--no-report",
            "--set=training.epochs=2");
    assertEquals(0, trained.status(), trained.err());
  }

  /** Starts the server, and returns the address that it prints. */
  private URI serve(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Distribution.HOME.resolve(Path.of("bin", "gradus")).toString(),
                "serve",
                "--port",
                "0"));
    command.addAll(List.of(arguments));
    Process process =
        Distribution.process(folder, command)
            .redirectError(folder.resolve("err.txt").toFile())
            .start();
    started.add(process);
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("for programs: ")) {
        return URI.create(line.substring("for programs: ".length())).resolve("/");
      }
    }
    throw new AssertionError(Files.readString(folder.resolve("err.txt")));
  }

  private HttpResponse<String> postCsv(URI address, Path csv) throws Exception {
    return client.send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "text/csv")
            .header("Accept", "text/csv")
            .POST(HttpRequest.BodyPublishers.ofFile(csv))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void csvIsAnsweredByteByByteAsByPredict() throws Exception {
    List<String> models = new ArrayList<>();
    for (String example : SERVED) {
      train(example);
      models.add("gradus-runs/" + example);
    }
    URI address = serve(models.toArray(String[]::new));
    for (String example : SERVED) {
      Path data = Distribution.EXAMPLES.resolve(dataOf(example));
      HttpResponse<String> reply =
          postCsv(address.resolve("/models/" + example + "/invocations"), data);
      assertEquals(200, reply.statusCode(), reply.body());
      Distribution.Result predicted =
          Distribution.gradus(folder, "predict", "gradus-runs/" + example, data.toString());
      assertEquals(predicted.out(), reply.body());
    }
    // The next model of the same name is served without a word to the server.
    Distribution.Result trained =
        Distribution.gradus(
            folder,
            "train",
            Distribution.EXAMPLES.resolve("iris.yaml").toString(),
            "--quiet",
            "--no-report",
            "--overwrite",
            "--set=training.epochs=3");
    assertEquals(0, trained.status(), trained.err());
    Path said = folder.resolve("err.txt");
    for (int i = 0; i < 600 && !Files.readString(said).contains("version 2"); i++) {
      Thread.sleep(100);
    }
    assertTrue(
        Files.readString(said).startsWith("gradus: iris: now serving version 2, model of species"),
        Files.readString(said));

    started.get(0).destroy();
    assertTrue(started.get(0).waitFor(60, TimeUnit.SECONDS));
    assertEquals(TERMINATED, started.get(0).exitValue());
    assertEquals(1, Files.readString(said).lines().count(), Files.readString(said));
  }
}
