package dev.gradus.testkit;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Claims as tests of JUnit; the only class of the kit that makes some. */
final class Nodes {

  private Nodes() {}

  static DynamicNode of(Claims claims) {
    return DynamicContainer.dynamicContainer(
        Claims.nameOf(claims.plugin()), claims.all().stream().map(Nodes::test));
  }

  static DynamicNode of(String name, Claim.Check check) {
    return test(new Claim(name, check));
  }

  private static DynamicTest test(Claim claim) {
    return DynamicTest.dynamicTest(claim.text(), claim.check()::run);
  }
}
