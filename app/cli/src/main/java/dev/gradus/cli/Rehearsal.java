package dev.gradus.cli;

import dev.gradus.engine.plugin.PluginList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Does what people do with the command, one after the other; the build runs it, so that Java writes
 * down which classes that takes.
 */
public final class Rehearsal {

  private static final Pattern ADDRESS = Pattern.compile("http://[^/]*:([0-9]+)/openapi");

  private Rehearsal() {}

  /**
   * Rehearses.
   *
   * @param folders the examples, and one for what is made
   */
  public static void main(String... folders) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ROOT);
    PrintStream err = System.err;
    ClassArchive.renewIfUnused();
    ForeignExit.watch().forget();
    // Starts with an archive of classes have the list of plugins; there is none yet.
    if (PluginList.read(PluginList.ofInstalled()).map(PluginList::catalogue).isEmpty()) {
      throw new IllegalStateException("the list of plugins cannot be read");
    }
    String configuration = Path.of(folders[0], "iris.yaml").toString();
    WarmUp.load("train", configuration);
    String data = Path.of(folders[0], "iris.csv").toString();
    Path made = Files.createDirectories(Path.of(folders[1]));
    String output = made.resolve("run").toString();
    String model = made.resolve("run").resolve(TrainCommand.MODEL_FILE).toString();
    String few = "--set=training.epochs=2";
    Path written = made.resolve("iris.yaml");
    Files.deleteIfExists(written);
    for (List<String> command :
        List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("data", data),
            List.of("init", data, "--output", written.toString()),
            List.of("check", configuration),
            List.of("train", configuration, "--overwrite", "--output", output),
            List.of("train", configuration, few, "--no-report", "--overwrite", "--output", output),
            List.of("predict", model, data),
            List.of("evaluate", model, data),
            List.of("describe", model),
            List.of("describe", "adam"),
            List.of("list"),
            List.of("explain", configuration, few),
            List.of("cross-validate", configuration, few, "--folds", "2"),
            List.of("schema"))) {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      int status = Main.run(said, said, command.toArray(String[]::new));
      if (status != Main.DONE) {
        System.setErr(err);
        throw new IllegalStateException(command + " fails: " + said);
      }
    }
    serve(model);
  }

  /** Serves the model, asks for its page and for a prediction, and stops. */
  private static void serve(String model) throws IOException, InterruptedException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Thread server = new Thread(() -> Main.run(said, said, "serve", model, "--port", "0"), "serve");
    server.start();
    Matcher address = ADDRESS.matcher("");
    while (server.isAlive() && !address.reset(said.toString(StandardCharsets.UTF_8)).find()) {
      Thread.sleep(1);
    }
    if (!server.isAlive()) {
      throw new IllegalStateException("serve fails: " + said);
    }
    int port = Integer.parseInt(address.group(1));
    String row = "{\"instances\": [[5.1, 3.5, 1.4, 0.2]]}";
    ask(port, "GET /models/run HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    ask(
        port,
        "POST /invocations HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %s\r\n\r\n%s"
            .formatted(row.length(), row));
    server.interrupt();
    server.join();
  }

  private static void ask(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!reply.startsWith("HTTP/1.1 200")) {
        throw new IllegalStateException(request + " fails: " + reply);
      }
    }
  }
}
