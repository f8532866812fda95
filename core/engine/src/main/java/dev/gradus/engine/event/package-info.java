/** The events of a training run, and the exceptions that end it. */
package dev.gradus.engine.event;
