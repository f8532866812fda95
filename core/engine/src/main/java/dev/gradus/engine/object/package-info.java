/**
 * Objects of applications as rows of a table: values by name, each a number, a text, or missing.
 */
package dev.gradus.engine.object;
