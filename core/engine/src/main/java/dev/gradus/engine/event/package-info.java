/** What can be seen of a training run while it goes on, and how it says that it had to stop. */
package dev.gradus.engine.event;
