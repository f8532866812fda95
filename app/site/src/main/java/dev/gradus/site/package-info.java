/**
 * Generates the static site from the Markdown files of the repository, and a page for each plugin
 * with the curves that the plugin itself computes.
 */
package dev.gradus.site;
