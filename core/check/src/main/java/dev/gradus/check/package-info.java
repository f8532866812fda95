/**
 * The claims that must hold for a plugin, with their checks.
 *
 * <p>There is one implementation of every check, with three users: the engine checks before it
 * trains ({@link dev.gradus.check.Conformance#claimsBeforeTraining}), {@code gradus plugin verify}
 * and the conformance kit check everything ({@link dev.gradus.check.Conformance#claimsOf}).
 *
 * <p>All points that are tried follow from one fixed seed, so failures are reproducible. A check
 * that found nothing to compare has failed.
 */
package dev.gradus.check;
