/**
 * YAML text becomes typed, immutable specifications; every error has its file, line and column.
 *
 * <p>The path of the text: {@link dev.gradus.engine.binding.ConfigurationReader} reads a file into
 * a tree of nodes that know their places, lets each {@link dev.gradus.engine.binding.Setting} edit
 * the tree, and binds it to the records of {@link dev.gradus.engine.config}. Binding is by
 * reflection over record components, through {@link dev.gradus.engine.plugin.RecordOptions}: the
 * components of a record are its keys in the YAML, there as in plugins, and no key is listed
 * anywhere else. {@link dev.gradus.engine.binding.ConfigurationWriter} goes the other way. {@link
 * dev.gradus.engine.binding.Variations} keep the tree, to try other values in it.
 *
 * <h2>What is accepted</h2>
 *
 * One YAML document in UTF-8 of at most 1 MiB, 32 levels, 20,000 values, and 100,000 characters in
 * a line. Keys must be known and written once. Numbers are decimal; {@code true} and {@code false}
 * are the only booleans; a string that looks like one of these must be quoted. Anchors, aliases,
 * merge keys and tags are refused, as are missing values, NaN and infinities. A plugin is written
 * as its name, or as its name with a mapping of options below it.
 */
package dev.gradus.engine.binding;
