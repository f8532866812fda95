/**
 * The progress of commands that take long, as a bar, as lines or as JSON, and their interruption.
 */
package dev.gradus.cli.progress;
