package dev.gradus.engine.plugin;

import dev.gradus.spi.Plugin;

/**
 * The class loader that plugins see: only Java, the plugin interfaces, and the interface with which
 * a plugin states its ONNX operators, if the application has it.
 *
 * <p>So the libraries of Gradus and of the application do not conflict with those of a plugin, and
 * internals of Gradus cannot be used by accident.
 */
final class SpiClassLoader extends ClassLoader {

  private static final String INTERFACES = Plugin.class.getPackageName() + ".";

  /** The module and package of that interface, which the engine itself does not need. */
  static final String ONNX = "dev.gradus.onnx";

  SpiClassLoader() {
    super("gradus-interfaces", ClassLoader.getPlatformClassLoader());
  }

  /** Whether the application has the interface for ONNX operators. */
  static boolean hasOnnx() {
    try {
      Plugin.class.getClassLoader().loadClass(ONNX + ".OnnxForm");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(INTERFACES) || name.startsWith(ONNX + ".")) {
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
