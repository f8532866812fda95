/** Changes records by reflection. */
package dev.gradus.engine.object;
