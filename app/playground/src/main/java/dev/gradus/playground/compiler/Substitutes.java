package dev.gradus.playground.compiler;

import java.util.Set;
import org.teavm.extension.spi.substitution.SimpleSubstitutionPolicy;
import org.teavm.extension.spi.substitution.SubstitutionSink;

/**
 * Puts classes of {@code dev.gradus.playground.instead} in the place of those that a browser cannot
 * have: classes of Java that TeaVM lacks, threads, and whatever looks into classes while it runs.
 */
public final class Substitutes extends SimpleSubstitutionPolicy {

  private static final String PACKAGE = "dev.gradus.playground.instead.";

  /** The classes that are replaced; classes within them are too. */
  private static final Set<String> REPLACED =
      Set.of(
          "java.lang.StrictMath",
          "java.security.MessageDigest",
          "java.util.HexFormat",
          "java.util.SplittableRandom",
          "dev.gradus.engine.linear.VectorProducts",
          "dev.gradus.engine.loss.WrongWay",
          "dev.gradus.engine.object.Changed",
          "dev.gradus.engine.parallel.Team",
          "dev.gradus.engine.plugin.PluginType",
          "dev.gradus.engine.plugin.RecordOptions",
          "dev.gradus.engine.plugin.Verifier",
          "dev.gradus.spi.Options",
          "dev.gradus.typed.Contradictions",
          "dev.gradus.typed.HiddenClass");

  @Override
  public void contribute(SubstitutionSink sink) {
    sink.selectClasses(Substitutes::isReplaced).packagePrefix(PACKAGE);
  }

  private static boolean isReplaced(String name) {
    int end = name.indexOf('$');
    return REPLACED.contains(end < 0 ? name : name.substring(0, end));
  }
}
