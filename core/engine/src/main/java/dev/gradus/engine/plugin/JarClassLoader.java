package dev.gradus.engine.plugin;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads classes only from the given jars.
 *
 * <p>Java's own loader follows {@code Class-Path} in the manifest of a jar to files that were
 * neither hashed nor trusted.
 */
final class JarClassLoader extends ClassLoader implements Closeable {

  static {
    registerAsParallelCapable();
  }

  private final List<JarFile> jars = new ArrayList<>();

  /**
   * Opens the jars.
   *
   * @throws IOException if one is not a jar
   */
  JarClassLoader(String name, List<Path> files, ClassLoader parent) throws IOException {
    super(name, parent);
    try {
      for (Path file : files) {
        jars.add(new JarFile(file.toFile(), true, JarFile.OPEN_READ, JarFile.runtimeVersion()));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class";
    for (JarFile jar : jars) {
      JarEntry entry = jar.getJarEntry(path);
      if (entry != null) {
        try (InputStream in = jar.getInputStream(entry)) {
          byte[] code = in.readAllBytes();
          CodeSource source =
              new CodeSource(Path.of(jar.getName()).toUri().toURL(), (Certificate[]) null);
          return defineClass(
              name, code, 0, code.length, new ProtectionDomain(source, null, this, null));
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  protected URL findResource(String name) {
    List<URL> found = urls(name);
    return found.isEmpty() ? super.findResource(name) : found.get(0);
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    return Collections.enumeration(urls(name));
  }

  /** Bypasses the cache, which would keep the jar open. */
  @Override
  public InputStream getResourceAsStream(String name) {
    URL found = getResource(name);
    if (found == null) {
      return super.getResourceAsStream(name);
    }
    try {
      URLConnection connection = found.openConnection();
      connection.setUseCaches(false);
      return connection.getInputStream();
    } catch (IOException e) {
      return super.getResourceAsStream(name);
    }
  }

  private List<URL> urls(String name) {
    List<URL> found = new ArrayList<>();
    for (JarFile jar : jars) {
      Optional.ofNullable(jar.getJarEntry(name))
          .map(entry -> url(jar, entry))
          .ifPresent(found::add);
    }
    return found;
  }

  private static URL url(JarFile jar, JarEntry entry) {
    try {
      return new URL("jar:" + Path.of(jar.getName()).toUri() + "!/" + entry.getRealName());
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every Java reads jars", e);
    }
  }

  @Override
  public void close() throws IOException {
    for (JarFile jar : jars) {
      jar.close();
    }
  }
}
