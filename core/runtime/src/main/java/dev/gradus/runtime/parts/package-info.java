/** The parts of a model, for what translates it into another format. */
package dev.gradus.runtime.parts;
