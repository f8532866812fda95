/**
 * What must be true of a plugin, as claims that can be checked.
 *
 * <p>There is one implementation of every check, and three users: the engine checks before it
 * trains ({@link dev.gradus.check.Conformance#claimsBeforeTraining}), {@code gradus plugin verify}
 * and the conformance kit check everything ({@link dev.gradus.check.Conformance#claimsOf}).
 *
 * <p>All points that are tried follow from one fixed seed, so that a failure is there again the
 * next time. A check that found nothing to look at has failed.
 */
package dev.gradus.check;
