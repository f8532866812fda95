/** YAML text as a tree of nodes that know their places: read, changed at a path, written. */
package dev.gradus.engine.yaml;
