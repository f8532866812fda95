package dev.gradus.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Ends the process if code other than the command calls {@link System#exit}, such as a plugin. The
 * calling thread waits in that method forever, so its work cannot be finished, and unfinished
 * results must not look finished.
 */
final class ForeignExit implements Runnable {

  private static final List<String> EXITS =
      List.of(System.class.getName(), Runtime.class.getName());

  private final Thread hook = new Thread(this, "gradus-foreign-exit");

  private ForeignExit() {}

  /** Starts watching. */
  static ForeignExit watch() {
    ForeignExit watch = new ForeignExit();
    Runtime.getRuntime().addShutdownHook(watch.hook);
    return watch;
  }

  /** Stops watching: from now on the command itself ends the process. */
  void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is already ending, and the hook finds out who ended it.
      return;
    }
  }

  /** Finds out what ends the process. */
  @Override
  public void run() {
    Optional<StackTraceElement> caller =
        Thread.getAllStackTraces().values().stream()
            .flatMap(stack -> callerOf(stack).stream())
            .findFirst();
    if (caller.isPresent()) {
      System.err.println("gradus: " + sentence(caller.get()));
      System.err.flush();
      Runtime.getRuntime().halt(Main.WRONG_INPUT);
    }
  }

  private static String sentence(StackTraceElement caller) {
    String jar =
        Optional.ofNullable(caller.getModuleName())
            .or(() -> Optional.ofNullable(caller.getClassLoaderName()))
            .map(name -> " (" + name + ")")
            .orElse("");
    return "the class %s%s ended the process, at %s:%s; this is a bug in the plugin, and the command has not finished"
        .formatted(caller.getClassName(), jar, caller.getFileName(), caller.getLineNumber());
  }

  /**
   * The method that called {@link System#exit}, if a stack contains one and it is not the command
   * that ended the process itself.
   */
  static Optional<StackTraceElement> callerOf(StackTraceElement... stack) {
    boolean exits =
        Arrays.stream(stack)
            .anyMatch(
                frame ->
                    EXITS.contains(frame.getClassName()) && frame.getMethodName().equals("exit"));
    return Arrays.stream(stack)
        .filter(frame -> exits && !frame.getClassName().startsWith("java."))
        .findFirst()
        .filter(frame -> !frame.getClassName().equals(Main.class.getName()));
  }
}
