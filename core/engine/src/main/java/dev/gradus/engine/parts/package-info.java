/** The parts of an engine, and how Guice puts them together. */
package dev.gradus.engine.parts;
