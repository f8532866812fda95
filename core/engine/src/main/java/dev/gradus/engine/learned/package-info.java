/** What the engine does with models and applications do not. */
package dev.gradus.engine.learned;
