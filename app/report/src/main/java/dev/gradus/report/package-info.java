/**
 * Makes the page that shows how the choice of a loss changes what a network learns.
 *
 * <p>A {@link dev.gradus.report.Report} is one HTML file that needs nothing else: no other file, no
 * network. Its text and its tables are there without scripts; the pictures are drawn by the browser
 * from data that lie in the page.
 *
 * <pre>{@code
 * Report.of(study).write(Path.of("report.html"));
 * Report.of(comparison).write(Path.of("report.html"));
 * }</pre>
 */
package dev.gradus.report;
