/**
 * Finds plugins by kind and name, and reads from their classes what there is to know of them.
 *
 * <p>A {@link dev.gradus.engine.plugin.Catalogue} holds what is installed: what {@link
 * java.util.ServiceLoader} finds beside the engine, what the jars of a {@link
 * dev.gradus.engine.plugin.PluginFolder} bring, and what an application registers itself. A {@link
 * dev.gradus.engine.plugin.PluginType} is one plugin: its name, its texts, and, through {@link
 * dev.gradus.engine.plugin.RecordOptions}, its options.
 */
package dev.gradus.engine.plugin;
