/** The engine's internal operations on models. */
package dev.gradus.engine.learned;
