/**
 * The configuration: typed, immutable specifications of data, network and training.
 *
 * <p>A Java application needs no YAML: it builds a {@link dev.gradus.engine.config.Configuration}
 * with its builder. The components of a record are its keys in the YAML, and no key is listed
 * anywhere else.
 */
package dev.gradus.engine.config;
