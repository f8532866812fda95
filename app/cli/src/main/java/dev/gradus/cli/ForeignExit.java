package dev.gradus.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Ends the process when somebody else than the command wants to end it: a plugin that calls {@link
 * System#exit}. The thread that called waits in there for ever, so nothing that it was to finish
 * can be waited for, and what is half done must not pass for done.
 */
final class ForeignExit {

  private static final List<String> EXITS =
      List.of(System.class.getName(), Runtime.class.getName());

  private final Thread hook = new Thread(this::look, "gradus-foreign-exit");

  private ForeignExit() {}

  /** Watches from now on. */
  static ForeignExit watch() {
    ForeignExit watch = new ForeignExit();
    Runtime.getRuntime().addShutdownHook(watch.hook);
    return watch;
  }

  /** The command is done: what ends the process now is itself. */
  void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook looks who has ended it.
      return;
    }
  }

  private void look() {
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
    return "the class %s%s ended the process, at %s:%s; that is a fault of the plugin, and what was being done is not finished"
        .formatted(caller.getClassName(), jar, caller.getFileName(), caller.getLineNumber());
  }

  /**
   * Who has called the method that ends the process, if a thread is in there, and not the command
   * itself, which does so when it is done.
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
