package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Calibrate;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.ConformalSpec;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.Domain;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.KeepBest;
import dev.gradus.engine.config.ParameterGroup;
import dev.gradus.engine.config.RandomSearch;
import dev.gradus.engine.config.Search;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.config.TuneSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.distributed.PreparedRows;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.engine.distributed.TrialRequest;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.FormatMatch;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TableParts;
import dev.gradus.engine.wiring.GradusModule;
import dev.gradus.layers.Dense;
import dev.gradus.losses.Huber;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.schedules.Constant;
import dev.gradus.runtime.Thresholds;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Recognised;
import dev.gradus.spi.Schedule;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ejml.data.DMatrix;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrix;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every method that an application calls names the argument that is null, and does nothing. */
class NullArgumentsTest {

  private static final Gradus GRADUS = Gradus.create();

  private static final Table TABLE =
      Table.ofRows(List.of("x", "y"), new double[][] {{1, 2}, {2, 4}, {3, 6}, {4, 8}});

  private static final Configuration CONFIGURATION =
      Configuration.builder()
          .data(DataSpec.of("y"))
          .layer(Dense.output())
          .loss(new Huber())
          .optimizer(new Adam())
          .epochs(1)
          .build();

  private static final Model MODEL = GRADUS.job(CONFIGURATION).on(TABLE).train().model();

  /** An object of each class whose methods are tried; of some only the static ones are. */
  private static final List<Object> RECEIVERS =
      List.of(
          GRADUS,
          Gradus.builder(),
          GRADUS.job(CONFIGURATION),
          Checkpoints.in(Path.of("checkpoints")),
          CONFIGURATION,
          Configuration.builder(),
          DataSpec.of("y"),
          new TrainingSpec(),
          ParameterGroup.of(1, "network.0"),
          new EarlyStopping(),
          new KeepBest(),
          new TuneSpec(Map.of("loss", Domain.choice("mse"))),
          Domain.range(1, 2),
          new CsvFormat(),
          TABLE,
          MODEL,
          MODEL.predictor(),
          GRADUS.importance(MODEL));

  private static final Map<Class<?>, Object> SAMPLES = samples();

  private static Map<Class<?>, Object> samples() {
    Map<Class<?>, Object> samples = new LinkedHashMap<>();
    samples.put(int.class, 1);
    samples.put(long.class, 1L);
    samples.put(double.class, 0.5);
    samples.put(boolean.class, true);
    samples.put(String.class, "y");
    samples.put(Path.class, Path.of("nowhere"));
    samples.put(Class.class, Loss.class);
    samples.put(List.class, List.of());
    samples.put(Optional.class, Optional.empty());
    samples.put(Set.class, Set.of());
    samples.put(Map.class, Map.of());
    samples.put(int[].class, new int[] {0});
    samples.put(double[].class, new double[] {1});
    samples.put(double[][].class, new double[][] {{1}});
    samples.put(InputStream.class, InputStream.nullInputStream());
    samples.put(OutputStream.class, OutputStream.nullOutputStream());
    samples.put(Instant.class, Instant.EPOCH);
    samples.put(Record.class, new SplitSpec());
    samples.put(Object.class, "text");
    samples.put(Duration.class, Duration.ZERO);
    samples.put(Table.class, TABLE);
    samples.put(TableParts.class, TableParts.of("nothing", receiver -> {}));
    samples.put(Stream.class, Stream.of());
    samples.put(Column.class, TABLE.column("x"));
    samples.put(Model.class, MODEL);
    samples.put(Preparation.class, MODEL.preparation());
    samples.put(Configuration.class, CONFIGURATION);
    samples.put(Checkpoints.class, Checkpoints.in(Path.of("checkpoints")));
    samples.put(Setting.class, new Setting("training.epochs", "1"));
    samples.put(Catalogue.class, GRADUS.catalogue());
    samples.put(DataSpec.class, DataSpec.of("y"));
    samples.put(SplitSpec.class, new SplitSpec());
    samples.put(CsvFormat.class, new CsvFormat());
    samples.put(FormatMatch.Overrides.class, FormatMatch.Overrides.NONE);
    samples.put(Thresholds.class, Thresholds.NONE);
    samples.put(TrainingSpec.class, new TrainingSpec());
    samples.put(ParameterGroup.class, ParameterGroup.of(1, "network.0"));
    samples.put(ClassWeights.class, ClassWeights.balanced());
    samples.put(TuneSpec.class, new TuneSpec(Map.of("loss", Domain.choice("mse"))));
    samples.put(Search.class, new RandomSearch());
    samples.put(EarlyStopping.class, new EarlyStopping());
    samples.put(KeepBest.class, new KeepBest());
    samples.put(Schedule.class, new Constant());
    samples.put(Checkpoint.class, new Checkpoint());
    samples.put(Calibrate.class, Calibrate.TEMPERATURE);
    samples.put(ConformalSpec.class, new ConformalSpec());
    samples.put(ConformalSpec.Method.class, ConformalSpec.Method.APS);
    samples.put(ColumnSpec.class, new IgnoredSpec());
    samples.put(TrialRequest.class, new TrialRequest.OfSearch(1, 0));
    samples.put(Loss.class, new Huber());
    samples.put(Optimizer.class, new Adam());
    samples.put(dev.gradus.spi.Layer.class, Dense.output());
    DataSource source = rows -> fail("it is read");
    samples.put(
        Recognised.class,
        new Recognised(
            "format",
            source,
            "rows",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of()));
    samples.put(
        SharedRun.class, new SharedRun(new byte[0], 0, 0, 0, new double[0], PreparedRows.NONE));
    samples.put(FMatrix.class, new FMatrixRMaj(1, 1));
    samples.put(FMatrixRMaj.class, new FMatrixRMaj(1, 1));
    samples.put(DMatrix.class, new DMatrixRMaj(1, 1));
    samples.put(DMatrixRMaj.class, new DMatrixRMaj(1, 1));
    return samples;
  }

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  @TestFactory
  Stream<DynamicTest> argumentsAreNamed() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Object receiver : RECEIVERS) {
      for (Method method : receiver.getClass().getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers())
            && !method.isSynthetic()
            && !method.getName().equals("equals")) {
          add(method, receiver, tests);
        }
      }
    }
    for (Method method : Column.class.getDeclaredMethods()) {
      if (Modifier.isStatic(method.getModifiers())) {
        add(method, TABLE, tests);
      }
    }
    for (Constructor<?> constructor : GradusModule.class.getConstructors()) {
      add(constructor, TABLE, tests);
    }
    assertTrue(tests.size() > 100, tests.size() + " arguments are too few");
    return tests.stream();
  }

  private static void add(Executable method, Object receiver, List<DynamicTest> tests) {
    Class<?>[] types = method.getParameterTypes();
    for (int i = 0; i < types.length; i++) {
      if (!types[i].isPrimitive()) {
        int argument = i;
        String name = method.toGenericString().replaceAll("[a-z]+\\.", "");
        tests.add(
            DynamicTest.dynamicTest(
                name + ", argument " + (i + 1), () -> refused(method, receiver, argument, false)));
        if (method.isVarArgs()
            && i == types.length - 1
            && !types[i].componentType().isPrimitive()) {
          tests.add(
              DynamicTest.dynamicTest(
                  name + ", one of the last", () -> refused(method, receiver, argument, true)));
        }
      }
    }
  }

  private static void refused(Executable method, Object receiver, int argument, boolean inside)
      throws ReflectiveOperationException {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = Arrays.stream(types).map(NullArgumentsTest::sample).toArray();
    arguments[argument] = inside ? Array.newInstance(types[argument].componentType(), 1) : null;
    try {
      if (method instanceof Method called) {
        called.invoke(receiver, arguments);
      } else {
        ((Constructor<?>) method).newInstance(arguments);
      }
      fail("null is taken");
    } catch (InvocationTargetException e) {
      NullPointerException refusal = assertInstanceOf(NullPointerException.class, e.getCause());
      String message = String.valueOf(refusal.getMessage());
      assertTrue(message.matches("(an? )?[a-zA-Z]+ must not be null(;.*)?"), message);
    }
  }

  private static Object sample(Class<?> type) {
    Object sample = SAMPLES.get(type);
    if (sample != null) {
      return sample;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.isArray()) {
      return Array.newInstance(type.componentType(), 0);
    }
    if (type.isInterface()) {
      return Proxy.newProxyInstance(
          NullArgumentsTest.class.getClassLoader(),
          new Class<?>[] {type},
          (proxy, method, arguments) -> {
            throw new IllegalStateException(method + " is called");
          });
    }
    return fail("no sample of " + type);
  }
}
