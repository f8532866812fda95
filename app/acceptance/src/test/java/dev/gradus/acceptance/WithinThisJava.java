package dev.gradus.acceptance;

import dev.gradus.acceptance.Distribution.Result;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Runs the command of the finished distribution without a new process. Its jars are modules in a
 * separate layer, apart from the classes that these tests use.
 */
final class WithinThisJava {

  private static final String MODULE = "dev.gradus.cli";

  private static final Method RUN = command();

  private WithinThisJava() {}

  private static Method command() {
    Configuration jars =
        ModuleLayer.boot()
            .configuration()
            .resolveAndBind(ModuleFinder.of(Distribution.LIB), ModuleFinder.of(), Set.of(MODULE));
    ModuleLayer.Controller layer =
        ModuleLayer.defineModulesWithOneLoader(
            jars, List.of(ModuleLayer.boot()), ClassLoader.getPlatformClassLoader());
    Module module = layer.layer().findModule(MODULE).orElseThrow();
    layer.addOpens(module, MODULE, WithinThisJava.class.getModule());
    try {
      Method run =
          Class.forName(module, MODULE + ".Main")
              .getDeclaredMethod("run", OutputStream.class, OutputStream.class, String[].class);
      run.setAccessible(true);
      return run;
    } catch (NoSuchMethodException e) {
      throw new LinkageError(String.valueOf(e.getMessage()), e);
    }
  }

  /** Runs {@code gradus} in the working folder of this JVM. */
  static Result gradus(String... arguments) {
    ByteArrayOutputStream saidOut = new ByteArrayOutputStream();
    Result result = gradusTo(saidOut, arguments);
    return new Result(result.status(), saidOut.toString(StandardCharsets.UTF_8), result.err());
  }

  /** The same with another standard output; the result does not contain it. */
  static Result gradusTo(OutputStream standardOutput, String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream saidErr = new ByteArrayOutputStream();
    try {
      int status = (int) RUN.invoke(null, standardOutput, saidErr, arguments);
      return new Result(status, "", saidErr.toString(StandardCharsets.UTF_8));
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new LinkageError(String.valueOf(e.getMessage()), e);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
