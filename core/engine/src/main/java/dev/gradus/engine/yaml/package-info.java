/** YAML text as a tree of nodes that know their places: reading, changing at a path, writing. */
package dev.gradus.engine.yaml;
