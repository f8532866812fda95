/** The data sources that ship with Gradus, one a file. */
package dev.gradus.sources;
