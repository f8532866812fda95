package dev.gradus.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.runtime.SavedModel;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Applications can name all types in the API: no public member of an exported package has a type of
 * a hidden package in its signature.
 */
class PublicSignaturesTest {

  private static final List<String> MODULES = List.of("dev.gradus.engine", "dev.gradus.runtime");

  /** The packages that are exported to everyone. */
  private static final Set<String> EXPORTED =
      MODULES.stream()
          .flatMap(module -> ModuleDescriptors.of(module).exports().stream())
          .filter(export -> !export.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .collect(Collectors.toSet());

  @Test
  void noTypeOfAHiddenPackageIsInAPublicSignature() throws Exception {
    Set<String> leaks = new TreeSet<>();
    int members = 0;
    for (Class<?> type : exportedTypes()) {
      for (Type above : above(type)) {
        check(type.getName() + " extends", above, leaks);
      }
      for (Executable member : members(type)) {
        members++;
        for (Type used : typesOf(member)) {
          check(member.getDeclaringClass().getName() + "." + nameOf(member), used, leaks);
        }
      }
      for (Field field : type.getDeclaredFields()) {
        if (isVisible(field.getModifiers())) {
          check(type.getName() + "." + field.getName(), field.getGenericType(), leaks);
        }
      }
    }
    assertTrue(members > 1000, members + " members are too few");
    assertEquals(List.of(), List.copyOf(leaks));
  }

  /** The classes in a folder, or in a jar, which a complete build has. */
  private static List<Class<?>> exportedTypes() throws Exception {
    List<Class<?>> types = new ArrayList<>();
    for (Class<?> home : List.of(Gradus.class, SavedModel.class)) {
      Path place = Path.of(home.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        types.addAll(exportedTypes(place));
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
          types.addAll(exportedTypes(jar.getPath("/")));
        }
      }
    }
    return types;
  }

  private static List<Class<?>> exportedTypes(Path folder) throws Exception {
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        String name = folder.relativize(file).toString().replaceAll("[/\\\\]", ".");
        String className = name.substring(0, name.length() - ".class".length());
        int dot = className.lastIndexOf('.');
        if (dot > 0 && EXPORTED.contains(className.substring(0, dot))) {
          Class<?> type = Class.forName(className, false, Gradus.class.getClassLoader());
          if (isReachable(type)) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  /** Whether a type and all types that enclose it are visible from outside. */
  private static boolean isReachable(Class<?> type) {
    return isVisible(type.getModifiers())
        && !type.isAnonymousClass()
        && (type.getEnclosingClass() == null || isReachable(type.getEnclosingClass()));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static List<Type> above(Class<?> type) {
    List<Type> above = new ArrayList<>(List.of(type.getGenericInterfaces()));
    if (type.getGenericSuperclass() != null) {
      above.add(type.getGenericSuperclass());
    }
    return above;
  }

  private static List<Executable> members(Class<?> type) {
    return Stream.concat(
            Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
        .map(Executable.class::cast)
        .filter(member -> isVisible(member.getModifiers()) && !member.isSynthetic())
        .toList();
  }

  private static String nameOf(Executable member) {
    String parameters =
        Arrays.stream(member.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
    return (member instanceof Constructor ? "new" : member.getName()) + parameters;
  }

  private static List<Type> typesOf(Executable member) {
    List<Type> types = new ArrayList<>(List.of(member.getGenericParameterTypes()));
    types.addAll(List.of(member.getGenericExceptionTypes()));
    for (TypeVariable<?> variable : member.getTypeParameters()) {
      types.addAll(List.of(variable.getBounds()));
    }
    if (member instanceof Method method) {
      types.add(method.getGenericReturnType());
    }
    return types;
  }

  private static void check(String member, Type used, Set<String> leaks) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    gather(used, classes, new HashSet<>());
    for (Class<?> each : classes) {
      String home = each.getPackageName();
      if (MODULES.stream().anyMatch(home::startsWith) && !EXPORTED.contains(home)) {
        leaks.add(member + ": " + each.getName());
      }
    }
  }

  private static void gather(Type type, Set<Class<?>> classes, Set<Type> seen) {
    if (!seen.add(type)) {
      return;
    }
    if (type instanceof Class<?> plain) {
      classes.add(plain.isArray() ? plain.componentType() : plain);
    } else if (type instanceof ParameterizedType generic) {
      gather(generic.getRawType(), classes, seen);
      for (Type argument : generic.getActualTypeArguments()) {
        gather(argument, classes, seen);
      }
    } else if (type instanceof GenericArrayType array) {
      gather(array.getGenericComponentType(), classes, seen);
    } else if (type instanceof WildcardType wildcard) {
      Stream.of(wildcard.getUpperBounds(), wildcard.getLowerBounds())
          .flatMap(Arrays::stream)
          .forEach(bound -> gather(bound, classes, seen));
    }
  }
}
