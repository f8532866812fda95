/** The result of a search for better configurations, and its listener. */
package dev.gradus.engine.tuning;
