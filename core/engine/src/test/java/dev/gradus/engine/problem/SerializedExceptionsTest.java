package dev.gradus.engine.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gradus.engine.Compiled;
import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** An exception that is serialised to another process keeps its message. */
class SerializedExceptionsTest {

  private static final List<Problem> PROBLEMS =
      List.of(
          new Problem("iris.yaml:3:5", "this is wrong", Remedy.ADD_PLUGINS),
          Problem.of("and this"));

  @TestFactory
  Stream<DynamicTest> everyExceptionKeepsItsProblems() throws IOException {
    List<Class<?>> types =
        Compiled.classes()
            .filter(GradusException.class::isAssignableFrom)
            .filter(type -> !Modifier.isAbstract(type.getModifiers()))
            .toList();
    assertTrue(types.size() >= 9, () -> "saw too few exceptions: " + types);
    return types.stream()
        .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> check(type)));
  }

  private static void check(Class<?> type) throws Exception {
    int made = 0;
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      constructor.setAccessible(true);
      Object[] arguments =
          Arrays.stream(constructor.getGenericParameterTypes())
              .map(SerializedExceptionsTest::sample)
              .toArray();
      check((GradusException) constructor.newInstance(arguments));
      made++;
    }
    assertTrue(made > 0);
  }

  private static Object sample(java.lang.reflect.Type type) {
    String name = type.getTypeName();
    if (type == String.class) {
      return "a sentence";
    } else if (type == Problem.class) {
      return PROBLEMS.get(0);
    } else if (type == int.class) {
      return 2;
    } else if (type == Throwable.class || type == IOException.class) {
      return new IOException("the cause");
    } else if (type instanceof Class<?> constants && constants.isEnum()) {
      return constants.getEnumConstants()[0];
    } else if (name.equals("java.util.List<" + Problem.class.getName() + ">")) {
      return PROBLEMS;
    } else if (name.equals("java.util.List<" + EpochReport.class.getName() + ">")) {
      return List.of(report());
    } else if (name.contains("BrokenJar")) {
      return new ArrayList<>();
    }
    return fail("no sample of " + name);
  }

  private static EpochReport report() {
    return new EpochReport(1, 5, 0.5, 0, 0.01, Map.of("loss", 0.25));
  }

  private static void check(GradusException exception) throws Exception {
    GradusException copy = copy(exception);
    assertEquals(exception.getClass(), copy.getClass());
    assertEquals(exception.problems(), copy.problems());
    assertEquals(exception.getMessage(), copy.getMessage());
    assertEquals(String.valueOf(exception.getCause()), String.valueOf(copy.getCause()));
  }

  private static <T> T copy(T exception) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(exception);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      @SuppressWarnings("unchecked")
      T copy = (T) in.readObject();
      return copy;
    }
  }

  @Test
  void whatTheEpochsHaveBroughtIsKeptToo() throws Exception {
    DivergedException diverged =
        copy(new DivergedException("NaN", new IOException(), List.of(report()), 1));
    assertEquals(List.of(report()), diverged.history());
    assertTrue(diverged.keepsBest());
  }
}
