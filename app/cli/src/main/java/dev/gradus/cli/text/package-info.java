/**
 * What commands print: results as tables and sentences, as CSV and as JSON, safe for a terminal.
 */
package dev.gradus.cli.text;
