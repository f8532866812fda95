/**
 * Makes the static site: the Markdown files of the repository, and a page for each plugin with the
 * curves that the plugin itself computes.
 */
package dev.gradus.site;
