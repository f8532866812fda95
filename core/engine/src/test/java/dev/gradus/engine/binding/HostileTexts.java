package dev.gradus.engine.binding;

import dev.gradus.runtime.problem.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Texts that try to exhaust memory, time or the stack.
 *
 * <p>As a program it has each refused, prints the milliseconds that this took at best of five,
 * computing or by the clock, and ends with another code than 0 if anything but a {@link
 * ConfigurationException} comes out.
 */
public final class HostileTexts {

  private static final int LENGTH = (1 << 20) - 64;

  private HostileTexts() {}

  static Map<String, Supplier<String>> all() {
    Map<String, Supplier<String>> texts = new LinkedHashMap<>();
    texts.put("brackets", () -> "[".repeat(LENGTH));
    texts.put("braces", () -> "{".repeat(LENGTH));
    texts.put("braces and keys", () -> "{a: ".repeat(LENGTH / 4));
    texts.put("hyphens", () -> "- ".repeat(LENGTH / 2));
    texts.put("hyphens in lines", () -> "-\n ".repeat(LENGTH / 3));
    texts.put("question marks", () -> "? ".repeat(LENGTH / 2));
    texts.put("colons", () -> ": ".repeat(LENGTH / 2));
    texts.put("colons without spaces", () -> ":".repeat(LENGTH));
    texts.put("exclamation marks", () -> "!".repeat(LENGTH));
    texts.put("ampersands", () -> "a: " + "&a ".repeat(LENGTH / 3));
    texts.put("anchors", () -> "a: [" + "&a b,".repeat(LENGTH / 5) + "]");
    texts.put("aliases", () -> "a: [" + "*a,".repeat(LENGTH / 3) + "]");
    texts.put("percent signs", () -> "%".repeat(LENGTH));
    texts.put("directives", () -> "%A\n".repeat(LENGTH / 3));
    texts.put("documents", () -> "---\n".repeat(LENGTH / 4));
    texts.put("document ends", () -> "...\n".repeat(LENGTH / 4));
    texts.put("comments", () -> "#\n".repeat(LENGTH / 2));
    texts.put("line feeds", () -> "\n".repeat(LENGTH));
    texts.put("carriage returns", () -> "\r".repeat(LENGTH));
    texts.put("spaces", () -> " ".repeat(LENGTH));
    texts.put("tabs", () -> "\t".repeat(LENGTH));
    texts.put("a long word", () -> "a".repeat(LENGTH));
    texts.put("a long key", () -> "a".repeat(LENGTH) + ": 1");
    texts.put("a long quoted key", () -> "\"" + "a".repeat(LENGTH) + "\": 1");
    texts.put("a long explicit key", () -> "? " + "a".repeat(LENGTH) + "\n: 1");
    texts.put("a long number", () -> "training: {epochs: " + "9".repeat(LENGTH) + "}");
    texts.put("a long fraction", () -> "loss: {huber: {delta: 0." + "0".repeat(LENGTH) + "1}}");
    texts.put("a long exponent", () -> "loss: {huber: {delta: 1e" + "9".repeat(LENGTH) + "}}");
    texts.put("a long name", () -> "loss: " + "huber".repeat(LENGTH / 5));
    texts.put("a long quote", () -> "\"" + "a".repeat(LENGTH));
    texts.put("escapes", () -> "\"" + "\\u0041".repeat(LENGTH / 6) + "\"");
    texts.put("quotes", () -> "'".repeat(LENGTH));
    texts.put("a long path", () -> "data: {csv: '" + "/a".repeat(LENGTH / 2) + "', target: []}");
    texts.put("elements", () -> "metrics: [" + "x,".repeat(LENGTH / 2) + "]");
    texts.put("half as many elements", () -> "metrics: [" + "accuracz, ".repeat(99_000) + "]");
    texts.put("keys", () -> numbered("k%s: 1\n"));
    texts.put("keys in braces", () -> "{" + numbered("k%s: 1,") + "}");
    texts.put("equal keys", () -> "k: 1\n".repeat(99_000));
    texts.put("unknown columns", () -> "data: {csv: a, columns: {" + numbered("%s: x,") + "}}");
    texts.put("lines of a word", () -> "a\n".repeat(LENGTH / 2));
    texts.put("a block", () -> "a: |\n" + " b\n".repeat(LENGTH / 3));
    texts.put("larger than the limit", () -> "a".repeat(2 * LENGTH));
    return texts;
  }

  private static String numbered(String form) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      text.append(form.replace("%s", Integer.toString(i, 36)));
    }
    return text.toString();
  }

  /**
   * Has every text refused.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    ConfigurationReader reader = new ConfigurationReader(TestPlugins.catalogue());
    refuse(reader, "loss: {huber: {delta: -1}}");
    all().forEach((name, text) -> System.out.println(best(reader, text.get()) + " " + name));
  }

  private static final int ENOUGH = 150;

  private static long best(ConfigurationReader reader, String text) {
    Duration best = Duration.ofDays(1);
    // More often where another program has taken the processor.
    for (int i = 0; i < 5 || (i < 25 && best.toMillis() > ENOUGH); i++) {
      long start = System.nanoTime();
      Duration startOfWork = work();
      refuse(reader, text);
      best = least(best, Duration.ofNanos(System.nanoTime() - start));
      if (!startOfWork.isZero()) {
        best = least(best, work().minus(startOfWork));
      }
    }
    return best.toMillis();
  }

  /** The processor time of this program, which excludes other programs. */
  private static Duration work() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void refuse(ConfigurationReader reader, String text) {
    try {
      reader.parse(text, "hostile.yaml", Path.of(""), List.of());
    } catch (ConfigurationException e) {
      if (e.problems().stream().mapToInt(p -> p.sentence().length()).max().orElse(0) < 1000) {
        return;
      }
    }
    throw new IllegalStateException("it was not refused, or with a sentence that is too long");
  }
}
