/** What is done with records by reflection. */
package dev.gradus.engine.object;
