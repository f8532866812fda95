/**
 * What is done with objects by reflection: those of applications become rows of a table (values by
 * name, each a number, a text, or missing), and records become others.
 */
package dev.gradus.engine.object;
