/**
 * Writes the page that shows how the choice of a loss changes what a network learns.
 *
 * <p>A {@link dev.gradus.report.Report} is one HTML file that needs nothing else: no other file, no
 * network. Its text and its tables need no scripts; the browser draws the pictures from data that
 * the page contains.
 *
 * <pre>{@code
 * Report.of(study).write(Path.of("report.html"));
 * Report.of(comparison).write(Path.of("report.html"));
 * }</pre>
 *
 * <p>{@link dev.gradus.report.ResultsCsv} writes the numbers of a search or a comparison for other
 * programs.
 */
package dev.gradus.report;
