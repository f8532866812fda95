/** The parts of the engine, and how Guice connects them. */
package dev.gradus.engine.parts;
