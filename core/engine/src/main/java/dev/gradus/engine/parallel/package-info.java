/** Work shared by threads that live as long as a training run, no longer. */
package dev.gradus.engine.parallel;
