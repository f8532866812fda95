import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.teavm.backend.javascript.JSModuleType;
import org.teavm.tooling.ConsoleTeaVMToolLog;
import org.teavm.tooling.TeaVMProblemRenderer;
import org.teavm.tooling.TeaVMTargetType;
import org.teavm.tooling.builder.BuildException;
import org.teavm.tooling.builder.BuildResult;
import org.teavm.tooling.builder.BuildStrategy;
import org.teavm.tooling.builder.InProcessBuildStrategy;
import org.teavm.vm.TeaVMOptimizationLevel;

/**
 * Compiles the classes of the class path to WebAssembly and to JavaScript, unless they are the same
 * as the last time, because that takes most of a minute.
 */
final class Compilation {

  private static final String MAIN = "dev.gradus.playground.Playground";
  private static final String RUNTIME = "org/teavm/backend/wasm/wasm-gc-runtime.min.js";

  public static void main(String[] arguments)
      throws IOException, BuildException, NoSuchAlgorithmException {
    Path folder = Path.of(arguments[0]);
    List<String> classes =
        Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
    Path mark = folder.resolve("classes.sha256");
    String hash = hash(classes);
    if (Files.exists(mark) && Files.readString(mark).equals(hash)) {
      return;
    }
    Files.createDirectories(folder);
    Files.deleteIfExists(mark);
    compile(classes, folder, TeaVMTargetType.WEBASSEMBLY_GC, "gradus.wasm");
    compile(classes, folder, TeaVMTargetType.JAVASCRIPT, "gradus.js");
    try (InputStream runtime = Compilation.class.getClassLoader().getResourceAsStream(RUNTIME)) {
      Files.write(folder.resolve("gradus.wasm-runtime.js"), runtime.readAllBytes());
    }
    Files.writeString(mark, hash);
  }

  private static void compile(
      List<String> classes, Path folder, TeaVMTargetType target, String file)
      throws BuildException {
    BuildStrategy build = new InProcessBuildStrategy();
    build.init();
    build.setLog(new ConsoleTeaVMToolLog(false));
    build.setClassPathEntries(classes);
    build.setMainClass(MAIN);
    build.setEntryPointName("main");
    build.setTargetType(target);
    build.setTargetDirectory(folder.toString());
    build.setTargetFileName(file);
    build.setJsModuleType(JSModuleType.COMMON_JS);
    // More would make it larger, and no faster.
    build.setOptimizationLevel(TeaVMOptimizationLevel.SIMPLE);
    build.setObfuscated(true);
    build.setStrict(false);
    build.setFastDependencyAnalysis(false);
    build.setMaxTopLevelNames(80_000);
    build.setProperties(new Properties());
    BuildResult result = build.build();
    if (!result.getProblems().getSevereProblems().isEmpty()) {
      TeaVMProblemRenderer.describeProblems(
          result.getCallGraph(), result.getProblems(), new ConsoleTeaVMToolLog(false));
      throw new BuildException(new IllegalStateException("the engine cannot be compiled for " + target));
    }
  }

  /** Of the names and the content of all files. */
  private static String hash(List<String> classes) throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String entry : classes) {
      try (Stream<Path> files = Files.walk(Path.of(entry))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
          try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
          }
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
