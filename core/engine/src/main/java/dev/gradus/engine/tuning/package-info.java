/** What a search for better configurations has found, and who watches it. */
package dev.gradus.engine.tuning;
