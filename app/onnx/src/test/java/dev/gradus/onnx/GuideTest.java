package dev.gradus.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the lines of Java in the guide. */
class GuideTest {

  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void theLinesOfJavaPredict() throws Exception {
    Matcher block = JAVA.matcher(Files.readString(Path.of("../docs/onnx.md")));
    assertTrue(block.find(), "the page has no lines of Java");
    Path model = folder.resolve("iris.onnx");
    Onnx.write(Trained.example(Path.of("../examples/iris.yaml")), model);
    Path source =
        Files.writeString(
            folder.resolve("Lines.java"),
            """
            import ai.onnxruntime.*;
            import java.util.*;
            public class Lines {
              public static String[] run() throws Exception {
                %s
                return species;
              }
            }
            """
                .formatted(block.group(1).replace("iris.onnx", model.toString())));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String path = System.getProperty("java.class.path");
    assertEquals(0, compiler.run(null, null, null, "-cp", path, source.toString()));
    URL[] home = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(home, getClass().getClassLoader())) {
      Object species = loader.loadClass("Lines").getMethod("run").invoke(null);
      assertEquals(2, ((String[]) species).length);
      assertArrayEquals(new String[] {"virginica", "setosa"}, (String[]) species);
    }
  }
}
