/**
 * Has trials of a search and runs of a comparison done in other processes: the requests to them,
 * and their results as bytes.
 */
package dev.gradus.engine.remote;
