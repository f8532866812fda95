package dev.gradus.testkit;

import dev.gradus.check.BrokenClaim;
import dev.gradus.check.Claim;
import dev.gradus.check.Conformance;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Claims as JUnit tests. */
final class Nodes {

  private Nodes() {}

  /** Everything that must hold for a plugin. */
  static DynamicNode of(Object plugin) {
    return DynamicContainer.dynamicContainer(
        BrokenClaim.nameOf(plugin), Conformance.claimsOf(plugin).stream().map(Nodes::test));
  }

  static DynamicNode of(String name, Claim.Check check) {
    return DynamicTest.dynamicTest(name, check::run);
  }

  private static DynamicTest test(Claim claim) {
    return DynamicTest.dynamicTest(claim.text(), claim.check()::run);
  }
}
