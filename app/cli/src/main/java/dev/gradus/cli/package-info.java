/**
 * The command {@code gradus}: one class a subcommand.
 *
 * <p>Results go to standard output, everything else to standard error. The exit status is 0 if all
 * is done, 2 if the input of the user is wrong, which a sentence explains, and 1 for anything else.
 */
package dev.gradus.cli;
