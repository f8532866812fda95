/** Work shared by threads that live as long as a training run. */
package dev.gradus.engine.parallel;
