/**
 * Finds plugins by kind and name, and reads their names, documentation and options from their
 * classes.
 *
 * <p>A {@link dev.gradus.engine.plugin.Catalogue} holds the installed plugins: those that {@link
 * java.util.ServiceLoader} finds, those of the jars of a {@link
 * dev.gradus.engine.plugin.PluginFolder}, and those that an application registers itself. A {@link
 * dev.gradus.engine.plugin.PluginType} is one plugin: its name, its documentation, and, through
 * {@link dev.gradus.engine.plugin.RecordOptions}, its options.
 */
package dev.gradus.engine.plugin;
