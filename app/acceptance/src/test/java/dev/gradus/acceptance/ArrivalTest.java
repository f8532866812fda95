package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.acceptance.Distribution.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A user arrives with data of any form, and runs {@code data} and {@code init}. */
class ArrivalTest {

  private static final int EDGE = 8;
  private static final int IMAGES = 60;

  @WorkingFolder Path folder;

  private Result gradus(String... arguments) throws IOException, InterruptedException {
    return Distribution.gradus(folder, arguments);
  }

  private String done(String... arguments) throws IOException, InterruptedException {
    Result result = gradus(arguments);
    assertEquals(0, result.status(), result.err());
    return result.out();
  }

  private String refused(String... arguments) throws IOException, InterruptedException {
    Result result = gradus(arguments);
    assertEquals(2, result.status(), result.out() + result.err());
    assertEquals("", result.out());
    return result.err().strip();
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** Images with a bright half, left or right; the label says which half. */
  private void images(String images, String labels) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(images)))) {
      out.write(new byte[] {0, 0, 8, 3, 0, 0, 0, IMAGES, 0, 0, 0, EDGE, 0, 0, 0, EDGE});
      for (int i = 0; i < IMAGES; i++) {
        for (int pixel = 0; pixel < EDGE * EDGE; pixel++) {
          boolean bright = pixel % EDGE < EDGE / 2 == (i % 2 == 0);
          out.write(bright ? 190 + i % 60 : pixel % 7);
        }
      }
    }
    byte[] halves = new byte[8 + IMAGES];
    System.arraycopy(new byte[] {0, 0, 8, 1, 0, 0, 0, IMAGES}, 0, halves, 0, 8);
    for (int i = 0; i < IMAGES; i++) {
      halves[8 + i] = (byte) (i % 2);
    }
    Files.write(folder.resolve(labels), halves);
  }

  /** Two columns; only the first line has the second one. */
  private static String sparse() {
    StringBuilder lines = new StringBuilder("+1 1:0.5 3:2 # the first\n\n");
    for (int i = 0; i < 40; i++) {
      lines.append(i % 2 == 0 ? "+1 1:0." : "-1 2:0.").append(1 + i % 9).append('\n');
    }
    return lines.toString();
  }

  @Test
  void dataEndsWithWhatInitWrites() throws Exception {
    images("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte");
    file("found.svm", sparse());
    file("found.csv", "id;size;kind\n1;2,5;a\n2;?;b\n3;1;a\n");
    for (String name : List.of("train-images-idx3-ubyte.gz", "found.svm", "found.csv")) {
      String shown = done("data", name);
      String written = done("init", name);
      Path yaml = folder.resolve(name.replaceFirst("[.][a-z]+$", ".yaml"));
      assertTrue(
          written.matches(
              "(.*\n)*%1$s predicts column '\\w+' \\((classes|a number)\\), [a-z ]+; --target NAME chooses another[.] Next: gradus train %1$s\n"
                  .formatted(yaml.getFileName())),
          written);
      assertTrue(shown.endsWith("\n\n" + Files.readString(yaml)), shown);
      JsonNode json = new ObjectMapper().readTree(done("data", name, "--json"));
      assertEquals(Files.readString(yaml), json.get("configuration").asText());
      Files.delete(yaml);
    }
  }

  @Test
  void imagesAreRecognisedWithTheLabelsBesideThem() throws Exception {
    images("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte");
    String shown = done("data", "train-images-idx3-ubyte.gz");
    assertTrue(
        shown.startsWith(
            "train-images-idx3-ubyte.gz: 60 images of 8 x 8 x 1, bytes from 0 to 255, in IDX; labels in train-labels-idx1-ubyte\n"),
        shown);
    assertTrue(shown.contains("\nlabel: 2 classes: 0 (30), 1 (30)\n"), shown);

    done("init", "train-images-idx3-ubyte.gz", "--output", "first.yaml");
    done("train", "first.yaml", "--quiet", "--no-report", "--output", "out");
    String judged =
        done("evaluate", "out/model.safetensors", "train-images-idx3-ubyte.gz", "--json");
    assertEquals(1.0, new ObjectMapper().readTree(judged).at("/metrics/accuracy").asDouble());
    assertEquals(
        1 + IMAGES,
        done("predict", "out/model.safetensors", "train-images-idx3-ubyte.gz").lines().count());
  }

  @Test
  void labelsOfAnotherNameAreNamed() throws Exception {
    images("pictures", "halves");
    assertTrue(
        done("data", "pictures").contains("no labels were found next to it (--labels names them)"));
    assertEquals(
        "gradus: pictures: there is no file of labels next to these images, so there is nothing to predict; name it with --labels",
        refused("init", "pictures"));
    done("init", "pictures", "--labels", "halves", "--output", "first.yaml");
    assertTrue(
        Files.readString(folder.resolve("first.yaml"))
            .contains("source: {idx: {images: pictures, labels: halves}}"));
    file("found.csv", "a,b\n1,2\n");
    assertTrue(refused("data", "found.csv", "--labels", "halves").contains("so it is read as CSV"));
  }

  @Test
  void sparseLinesAreRecognised() throws Exception {
    file("found.svm", sparse());
    assertTrue(
        done("data", "found.svm")
            .startsWith("found.svm: 41 rows, 3 columns and the label, in the format of LIBSVM\n"));
    done("init", "found.svm");
    done("train", "found.yaml", "--quiet", "--no-report", "--output", "out");
    file("new.svm", "+1 1:0.4\n-1 2:0.4\n");
    String predicted = done("predict", "out/model.safetensors", "new.svm");
    assertEquals(
        List.of("1", "-1"),
        predicted.lines().skip(1).map(line -> line.substring(0, line.indexOf(','))).toList());
  }

  @Test
  void theTargetIsChosenByNameOrNumber() throws Exception {
    file("found.csv", "size,kind,weight\n" + "1.5,a,2\n2.5,b,3\n".repeat(20));
    done("init", "found.csv", "--target", "2", "--output", "number.yaml");
    done("init", "found.csv", "--target", "kind", "--output", "name.yaml");
    assertEquals(
        Files.readString(folder.resolve("name.yaml")),
        Files.readString(folder.resolve("number.yaml")));
    assertEquals(
        "gradus: found.csv: there is no column 4: columns are numbered from 1, and there are 3: size, kind, weight",
        refused("init", "found.csv", "--target", "4", "--output", "none.yaml"));
    assertFalse(Files.exists(folder.resolve("none.yaml")));
    file("headerless.csv", "1.5,a,2\n2.5,b,3\n".repeat(20));
    done("init", "headerless.csv", "--target", "2");
    done("train", "headerless.yaml", "--quiet", "--no-report", "--output", "out");
    file("bare.yaml", Files.readString(folder.resolve("headerless.yaml")).replace("'2'", "2"));
    assertTrue(refused("train", "bare.yaml").contains("put it in quotes: \"2\""));
  }

  @Test
  void theTaskDecidesWhetherFewWholeNumbersAreClasses() throws Exception {
    file("found.csv", "size,grade,kind\n" + "1.5,1,a\n2.5,2,b\n3.5,3,a\n".repeat(20));
    done("init", "found.csv", "--target", "grade", "--output", "classes.yaml");
    String classes = Files.readString(folder.resolve("classes.yaml"));
    assertTrue(classes.contains("columns: {size: ignore, grade: categorical}"), classes);
    assertTrue(classes.contains("loss: cross-entropy"), classes);
    String[] regression = {
      "init", "found.csv", "--target", "grade", "--task", "regression", "--output", "numbers.yaml"
    };
    done(regression);
    String numbers = Files.readString(folder.resolve("numbers.yaml"));
    assertFalse(numbers.contains("categorical"), numbers);
    assertTrue(numbers.contains("metrics: [r2, mean-absolute-error]"), numbers);
    assertTrue(
        done("data", "found.csv", "--target", "size", "--task", "classes")
            .contains("size: 3 classes: 1.5 (20), 2.5 (20), 3.5 (20)"));
    assertTrue(
        refused("init", "found.csv", "--task", "regression")
            .contains("column 'kind' has text, such as 'a', 'b', and cannot be predicted"));
  }

  /** The configuration that is written can be trained, however odd the columns are. */
  @Test
  void whereNothingIsLeftToPredictFromNoConfigurationIsWritten() throws Exception {
    StringBuilder rows = new StringBuilder("length;weight\n");
    for (int i = 0; i < 200; i++) {
      rows.append(i).append("cm;").append(i % 7).append('\n');
    }
    file("found.csv", rows.toString());
    String why =
        "nothing is left to predict 'weight' from: 'length': it has a different text in most rows, such as '0cm', '100cm'; if these are numbers, say in format how they are written (decimal, thousands, units)";
    assertEquals("gradus: found.csv: " + why, refused("init", "found.csv"));
    assertFalse(Files.exists(folder.resolve("found.yaml")));
    String shown = done("data", "found.csv");
    assertTrue(
        shown.strip().endsWith("gradus init found.csv cannot write a configuration for it: " + why),
        shown);
    assertFalse(shown.contains("network:"), shown);
  }

  @Test
  void filesAreReadAsTheyAre() throws Exception {
    StringBuilder rows = new StringBuilder("sep=;\n;price;share;country;y;\n");
    for (int i = 0; i < 60; i++) {
      rows.append(
          "%s;$ 1.%03d,50;%s%%;%s;%s;\n"
              .formatted(i, i * 7, i % 9, i % 2 == 0 ? "NA" : "DE", i * 37 % 60));
    }
    file("found.csv", rows.toString());
    Result made = gradus("init", "found.csv");
    assertEquals(0, made.status(), made.err());
    assertEquals(
        "warning: 2 of 6 columns are ignored: '1': it has no name, and a different value in every row; '6': it is empty",
        made.err().strip());
    String yaml = Files.readString(folder.resolve("found.yaml"));
    assertTrue(
        yaml.startsWith(
            """
            data:
              csv: found.csv
              format: {delimiter: ';', decimal: ',', thousands: '.', units: ['$', '%'], unnamed: true, skip-lines: 1}
              target: 'y'
              columns: {'1': ignore, 'y': {numeric: {clamp: true}}, '6': ignore}
              missing: fill
            """),
        yaml);
    done(
        "train",
        "found.yaml",
        "--set",
        "training.epochs=2",
        "--quiet",
        "--no-report",
        "--output",
        "out");
    List<String> kept =
        done("predict", "out/model.safetensors", "found.csv", "--keep").lines().toList();
    assertTrue(kept.get(2).startsWith("1,\"$ 1.007,50\",1%,DE,37,,"), kept.get(2));
  }

  /** The configuration that is written can be read, whatever the name of a column. */
  @Test
  void whateverColumnsAreCalledWhatIsWrittenIsRead() throws Exception {
    List<String> names =
        List.of(
            "\"two\nlines\"",
            "next\u0085line",
            "bell\u0007",
            ".nan",
            "-.inf",
            "~",
            "it's",
            "#x",
            "null",
            "\u202Eback",
            "x".repeat(1_000),
            "emoji\uD83D\uDE00",
            "a: b",
            "1e3",
            "\u00FC");
    StringBuilder rows = new StringBuilder(String.join(",", names)).append(",y\n");
    for (int i = 0; i < 40; i++) {
      // Numbers with some errors in each class, so that every name is written.
      rows.append((i % 2 == 0 ? "a," : ",").repeat(names.size())).append(i % 5).append('\n');
    }
    file("found.csv", rows.toString());
    done("init", "found.csv");
    String yaml = Files.readString(folder.resolve("found.yaml"));
    assertTrue(yaml.contains("\"next\\u0085line\": "), yaml);
    done("check", "found.yaml");
  }

  @Test
  void aPipeIsReadOnce() throws Exception {
    file("found.csv", "size,weight\n" + "1.5,2\n2.5,3\n".repeat(20));
    file("found.svm", sparse());
    // A pipe with a name for one format, and standard input for the other.
    boolean all = Boolean.getBoolean("gradus.slow");
    for (String name : List.of("found.csv", "found.svm")) {
      done("init", name, "--output", name + ".yaml");
      String epochs = "training.epochs=2";
      done(
          "train",
          name + ".yaml",
          "--set",
          epochs,
          "--quiet",
          "--no-report",
          "--output",
          name + ".out");
      String model = name + ".out/model.safetensors";
      String predicted = done("predict", model, name);
      String gradus = Distribution.HOME.resolve(Path.of("bin", "gradus")).toString();
      List<String> scripts = new ArrayList<>();
      if (all || name.endsWith(".csv")) {
        scripts.add("mkfifo f; cat %2$s > f & %1$s predict %3$s f; rm f");
      }
      if (all || name.endsWith(".svm")) {
        scripts.add("cat %2$s | %1$s predict %3$s -");
      }
      for (String script : scripts) {
        Result piped =
            Distribution.run(folder, List.of("sh", "-c", script.formatted(gradus, name, model)));
        assertEquals(predicted, piped.out(), piped.err());
      }
    }
  }

  @Test
  void columnsWithWartsAreDeclared() throws Exception {
    StringBuilder rows = new StringBuilder("row,name,size,dependents,empty,note,kind\n");
    for (int i = 0; i < 300; i++) {
      rows.append(i + 1)
          .append(",person ")
          .append(i)
          .append(i == 250 ? ",unknown" : "," + i * 0.37)
          .append(i % 4 == 3 ? ",3+" : "," + i % 4)
          .append(",,")
          .append(i % 5 == 0 ? "" : "x" + i % 3)
          .append(i == 7 ? "," : i % 3 == 0 ? ",a" : ",b")
          .append('\n');
    }
    file("found.csv", rows.toString());
    done("init", "found.csv");
    String yaml = Files.readString(folder.resolve("found.yaml"));
    assertTrue(yaml.contains("format: {missing: [unknown]}"), yaml);
    assertTrue(
        yaml.contains(
            "columns: {row: ignore, name: ignore, size: {numeric: {missing: median}}, dependents: {categorical: {missing: most-frequent}}, empty: ignore, note: {categorical: {missing: category}}}"),
        yaml);
    assertTrue(yaml.contains("missing: drop"), "a row without a target is left out");
    String plan = done("check", "found.yaml", "--json");
    JsonNode json = new ObjectMapper().readTree(plan);
    assertEquals(
        299, json.get("training-rows").asInt() + json.get("validation-rows").asInt(), plan);
    done(
        "train",
        "found.yaml",
        "--set",
        "training.epochs=2",
        "--quiet",
        "--no-report",
        "--output",
        "out");
  }

  /** A file of a few hundred kilobytes that would unpack to hundreds of megabytes. */
  @Tag("slow")
  @Test
  void aGzipBombIsRefusedBeforeTheMemoryIsFull() throws Exception {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("bomb")))) {
      out.write(new byte[] {0, 0, 8, 2, 127, -1, -1, -1, 0, 0, 127, -1});
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        out.write(zeros);
      }
    }
    assertTrue(Files.size(folder.resolve("bomb")) < 1 << 18);
    String gradus = Distribution.HOME.resolve(Path.of("bin", "gradus")).toString();
    Result result =
        Distribution.run(
            folder,
            List.of(
                "env",
                "GRADUS_JAVA_OPTIONS=-Xmx64m",
                gradus,
                "data",
                folder.resolve("bomb").toString()));
    assertEquals(2, result.status(), result.err());
    assertTrue(result.err().contains("as a table in memory this needs"), result.err());
    assertFalse(result.err().contains("OutOfMemory"), result.err());
  }
}
