/**
 * The command {@code gradus}: one class per subcommand, and what they need. {@code text} prints
 * results, and {@code progress} shows the progress of a run.
 *
 * <p>Results go to standard output, and everything else to standard error. The exit status is 0 for
 * success, 2 if the input is wrong or training diverged, which a sentence explains, and 1 for
 * anything else.
 */
package dev.gradus.cli;
