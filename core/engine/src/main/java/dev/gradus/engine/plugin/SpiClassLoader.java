package dev.gradus.engine.plugin;

import dev.gradus.spi.Plugin;

/**
 * The class loader that plugins see: only Java and the plugin interfaces.
 *
 * <p>So the libraries of Gradus and of the application do not conflict with those of a plugin, and
 * internals of Gradus cannot be used by accident.
 */
final class SpiClassLoader extends ClassLoader {

  private static final String INTERFACES = Plugin.class.getPackageName() + ".";

  SpiClassLoader() {
    super("gradus-interfaces", ClassLoader.getPlatformClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(INTERFACES)) {
      return Plugin.class.getClassLoader().loadClass(name);
    }
    Class<?> type = super.loadClass(name, resolve);
    // The platform class loader also finds the modules of the application.
    ClassLoader origin = type.getClassLoader();
    if (origin != null && origin != getParent()) {
      throw new ClassNotFoundException(name);
    }
    return type;
  }
}
