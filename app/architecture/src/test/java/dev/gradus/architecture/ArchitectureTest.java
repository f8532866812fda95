package dev.gradus.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaStaticInitializer.STATIC_INITIALIZER_NAME;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.runtime.column.Label;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.TargetColumns;
import java.io.ObjectInputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which modules and packages may depend on which, and what no class may do. */
class ArchitectureTest {

  private static final String SPI = "dev.gradus.spi..";
  private static final String RUNTIME = "dev.gradus.runtime..";
  private static final String ENGINE = "dev.gradus.engine..";
  private static final String TESTKIT = "dev.gradus.testkit..";
  private static final String FORMULA = "dev.gradus.formula..";
  private static final String TYPED = "dev.gradus.typed..";
  private static final String CHECK = "dev.gradus.check..";
  private static final String LAYERS = "dev.gradus.layers..";
  private static final String LOSSES = "dev.gradus.losses..";
  private static final String ACTIVATIONS = "dev.gradus.activations..";
  private static final String OPTIMIZERS = "dev.gradus.optimizers..";
  private static final String SOURCES = "dev.gradus.sources..";
  private static final String REPORT = "dev.gradus.report..";
  private static final String SERVE = "dev.gradus.serve..";
  private static final String ONNX = "dev.gradus.onnx..";
  private static final String IMPORTING = "dev.gradus.importing..";
  private static final String CLI = "dev.gradus.cli..";
  private static final String PLAYGROUND = "dev.gradus.playground..";
  private static final String JAVA = "java..";

  /**
   * The packages of the runtime and of the engine, from the ground up. A package may use those
   * before it, but not those after it.
   */
  private static final List<String> FLOORS =
      List.of(
          "dev.gradus.runtime.problem",
          "dev.gradus.runtime.object",
          "dev.gradus.runtime.linear",
          "dev.gradus.runtime.column",
          "dev.gradus.runtime.network",
          "dev.gradus.runtime.file",
          "dev.gradus.runtime",
          "dev.gradus.engine.json",
          "dev.gradus.engine.parallel",
          "dev.gradus.engine.file",
          "dev.gradus.engine.linear",
          "dev.gradus.engine.plugin",
          "dev.gradus.engine.object",
          "dev.gradus.engine.table",
          "dev.gradus.engine.data",
          "dev.gradus.engine.examples",
          "dev.gradus.engine.yaml",
          "dev.gradus.engine.config",
          "dev.gradus.engine.binding",
          "dev.gradus.engine.network",
          "dev.gradus.engine.event",
          "dev.gradus.engine.distributed",
          "dev.gradus.engine.loss",
          "dev.gradus.engine.numpy",
          "dev.gradus.engine.baseline",
          "dev.gradus.engine.calibration",
          "dev.gradus.engine.training.update",
          "dev.gradus.engine.training",
          "dev.gradus.engine.tuning",
          "dev.gradus.engine.search",
          "dev.gradus.engine.model",
          "dev.gradus.engine.learned",
          "dev.gradus.engine.explain",
          "dev.gradus.engine.explaining",
          "dev.gradus.engine.importance",
          "dev.gradus.engine.importances",
          "dev.gradus.engine.study",
          "dev.gradus.engine.studies",
          "dev.gradus.engine.remote",
          "dev.gradus.engine.parts",
          "dev.gradus.engine",
          "dev.gradus.engine.wiring");

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.gradus");

  @TestFactory
  Stream<DynamicTest> everyModuleIsSeen() {
    return Stream.of(
            SPI,
            FORMULA,
            CHECK,
            RUNTIME,
            ENGINE,
            TESTKIT,
            LAYERS,
            LOSSES,
            ACTIVATIONS,
            OPTIMIZERS,
            SOURCES,
            REPORT,
            SERVE,
            ONNX,
            IMPORTING,
            PLAYGROUND,
            CLI)
        .map(
            packages ->
                DynamicTest.dynamicTest(
                    packages,
                    () ->
                        assertTrue(
                            ALL.stream().filter(resideInAnyPackage(packages)).count() >= 5,
                            "saw too few classes in " + packages)));
  }

  @Test
  void theSpiDependsOnJavaAlone() {
    check(
        classes()
            .that()
            .resideInAPackage(SPI)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(SPI, JAVA));
  }

  @TestFactory
  Stream<DynamicTest> pluginModulesDependOnTheSpiAlone() {
    return Stream.of(LAYERS, LOSSES, ACTIVATIONS, OPTIMIZERS, SOURCES)
        .map(
            own ->
                DynamicTest.dynamicTest(
                    own,
                    () ->
                        check(
                            classes()
                                .that()
                                .resideInAPackage(own)
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(own, SPI, JAVA))));
  }

  @Test
  void theRuntimeDependsOnTheSpiAlone() {
    check(
        classes()
            .that()
            .resideInAPackage(RUNTIME)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(RUNTIME, SPI, JAVA));
  }

  @Test
  void formulasDependOnNothing() {
    check(
        classes()
            .that()
            .resideInAPackage(FORMULA)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(FORMULA, JAVA));
  }

  @Test
  void typedFormulasDependOnTheSpiAndFormulasAlone() {
    check(
        classes()
            .that()
            .resideInAPackage(TYPED)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(TYPED, SPI, FORMULA, JAVA));
  }

  @Test
  void theChecksDependOnTheSpiAndFormulasAlone() {
    check(
        classes()
            .that()
            .resideInAPackage(CHECK)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CHECK, SPI, FORMULA, JAVA, "com.sun.management.."));
  }

  @Test
  void theTestkitDependsOnTheChecksAndJunitAlone() {
    check(
        classes()
            .that()
            .resideInAPackage(TESTKIT)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                TESTKIT, CHECK, SPI, JAVA, "org.junit.jupiter.api..", "org.opentest4j.."));
  }

  @Test
  void theEngineDoesNotKnowAnyImplementation() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                LAYERS,
                LOSSES,
                ACTIVATIONS,
                OPTIMIZERS,
                SOURCES,
                REPORT,
                SERVE,
                ONNX,
                IMPORTING,
                CLI,
                TESTKIT));
  }

  @Test
  void theReportDoesNotKnowAnyImplementation() {
    check(
        noClasses()
            .that()
            .resideInAPackage(REPORT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LAYERS, LOSSES, ACTIVATIONS, OPTIMIZERS, SOURCES, CLI, TESTKIT));
  }

  /**
   * Each layer and activation has its own operators, so the export knows those that are built in,
   * and the terms of typed ones.
   */
  @Test
  void theExportDependsOnTheRuntimeTheBuiltInLayersAndFormulasAlone() {
    check(
        classes()
            .that()
            .resideInAPackage(ONNX)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ONNX, RUNTIME, SPI, LAYERS, ACTIVATIONS, TYPED, FORMULA, JAVA));
  }

  /** Each layer and activation has another form in a file, and losses are found by their names. */
  @Test
  void theImportDependsOnTheEngineAndTheBuiltInLayersAlone() {
    check(
        classes()
            .that()
            .resideInAPackage(IMPORTING)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(IMPORTING, ENGINE, RUNTIME, SPI, LAYERS, ACTIVATIONS, JAVA));
  }

  @Test
  void theServerDoesNotKnowAnyImplementationAndNoLibrary() {
    check(
        classes()
            .that()
            .resideInAPackage(SERVE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(SERVE, ENGINE, RUNTIME, SPI, JAVA, "com.sun.net.httpserver.."));
  }

  /** It is compiled together with the engine and the plugins, and knows no other library. */
  @Test
  void thePlaygroundIsTheEngineInAPage() {
    check(
        classes()
            .that()
            .resideInAPackage(PLAYGROUND)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                PLAYGROUND,
                ENGINE,
                RUNTIME,
                SPI,
                FORMULA,
                "dev.gradus.typed..",
                LAYERS,
                LOSSES,
                ACTIVATIONS,
                OPTIMIZERS,
                JAVA,
                "org.teavm.."));
  }

  @Test
  void nobodyUsesThePlayground() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(PLAYGROUND)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PLAYGROUND));
  }

  @Test
  void nobodyButTheCommandLineUsesTheReport() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(REPORT, CLI)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(REPORT));
  }

  @TestFactory
  Stream<DynamicTest> noFloorOfTheEngineUsesOneAboveIt() {
    return Stream.iterate(0, i -> i < FLOORS.size() - 1, i -> i + 1)
        .map(
            i ->
                DynamicTest.dynamicTest(
                    FLOORS.get(i),
                    () ->
                        check(
                            noClasses()
                                .that()
                                .resideInAPackage(FLOORS.get(i))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                    FLOORS.subList(i + 1, FLOORS.size()).toArray(String[]::new)))));
  }

  @Test
  void everyPackageOfTheEngineHasItsFloor() {
    check(
        classes()
            .that()
            .resideInAnyPackage(RUNTIME, ENGINE)
            .should()
            .resideInAnyPackage(FLOORS.toArray(String[]::new)));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("dev.gradus.(**)").should().beFreeOfCycles());
  }

  @Test
  void onlyThePartsAndTheModuleOfApplicationsKnowGuice() {
    onlyIn(
        "dev.gradus.engine.parts", "com.google.inject..", "dev.gradus.engine.wiring.GradusModule");
  }

  /**
   * Three classes exchange EJML matrices with applications, and the page of a run is such an
   * application. Everything else that uses EJML is in {@code linear}. The loops work on arrays, in
   * the runtime, which does not know EJML.
   */
  @Test
  void onlyLinearAndWhatHandsMatricesToApplicationsKnowEjml() {
    onlyIn(
        "dev.gradus.engine.linear",
        "org.ejml..",
        "dev.gradus.engine.model.Model",
        "dev.gradus.engine.model.Predictor",
        "dev.gradus.engine.table.Table",
        "dev.gradus.engine.table.TableChecks",
        "dev.gradus.report.FirstLayerImages");
  }

  private static void onlyIn(String home, String library, String... beside) {
    assertTrue(
        ALL.stream()
            .filter(resideInAnyPackage(home))
            .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
            .anyMatch(d -> resideInAnyPackage(library).test(d.getTargetClass())),
        home + " does not use " + library + ": , so this rule checks nothing");
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(home)
            .and(not(partOf(List.of(beside))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library));
  }

  private static DescribedPredicate<JavaClass> partOf(List<String> types) {
    return DescribedPredicate.describe(
        "part of one of " + types,
        each -> types.stream().anyMatch(t -> (each.getName() + "$").startsWith(t + "$")));
  }

  /**
   * A prepared column fills, restores and describes itself. Only the declaration of a column, what
   * was learned about it, the target, and what translates it to another format need to know its
   * kind.
   */
  @Test
  void nobodyAsksOfWhichKindAPreparedColumnIs() {
    List<Class<?>> kinds = recordsOf(PreparedColumn.class).toList();
    assertTrue(kinds.size() >= 5, () -> "saw too few kinds: " + kinds);
    List<Class<?>> own =
        Stream.of(kinds.stream(), recordsOf(ColumnSpec.class), recordsOf(TargetColumns.class))
            .flatMap(each -> each)
            .toList();
    check(
        noClasses()
            .that()
            .doNotBelongToAnyOf(own.toArray(Class<?>[]::new))
            .and()
            .doNotBelongToAnyOf(Label.class)
            .and(not(partOf(List.of(BY_KIND))))
            .and()
            .resideOutsideOfPackages(ONNX, IMPORTING)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(kinds.toArray(Class<?>[]::new)));
  }

  /**
   * The classes that turn the cells of a table into numbers, that know which are quantities, and
   * that learn how numbers are scaled.
   */
  private static final String[] BY_KIND = {
    "dev.gradus.engine.data.EncodedCells",
    "dev.gradus.engine.data.Quantities",
    "dev.gradus.engine.data.ScaleLearner"
  };

  private static Stream<Class<?>> recordsOf(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(ArchitectureTest::recordsOf);
  }

  @Test
  void applicationsKeepToTheExportedPackages() {
    String[] exported =
        ModuleDescriptors.of("dev.gradus.engine").exports().stream()
            .map(java.lang.module.ModuleDescriptor.Exports::source)
            .toArray(String[]::new);
    assertTrue(exported.length >= 5, "the engine exports packages");
    DescribedPredicate<JavaClass> hidden =
        resideInAnyPackage(ENGINE).and(DescribedPredicate.not(resideInAnyPackage(exported)));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(CLI, REPORT, SERVE, ONNX, IMPORTING)
            .should()
            .dependOnClassesThat(hidden));
  }

  @Test
  void nothingReadsJavaSerialization() {
    check(noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class));
  }

  /**
   * But for a class that is compiled apart, whose name is a constant, and for plugins whose names
   * were found as a service before.
   */
  @Test
  void noClassIsLoadedByAName() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.gradus.engine.linear.TilesFinder")
            .should()
            .callMethod(Class.class, "forName", String.class));
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.gradus.engine.plugin.PluginList$Late")
            .should()
            .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class));
  }

  @Test
  void onlyTheCommandLineEndsTheProcessOrPrints() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .callMethod(System.class, "exit", int.class));
    // A file may be called /dev/stdout.
    String files = "dev.gradus.engine.file.AtomicFile";
    for (String stream : List.of("out", "err")) {
      check(
          noClasses()
              .that()
              .resideOutsideOfPackage(CLI)
              .and()
              .doNotHaveFullyQualifiedName(files)
              .should()
              .accessField(System.class, stream));
    }
  }

  @Test
  void randomnessHasASeed() {
    check(noClasses().should().callMethod(Math.class, "random"));
    check(noClasses().should().callConstructor(Random.class));
    check(noClasses().should().callConstructor(java.util.SplittableRandom.class));
    check(noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocalRandom.class));
  }

  @Test
  void thereIsNoStaticMutableState() {
    DescribedPredicate<JavaField> writtenByHand =
        DescribedPredicate.describe(
            "are not made by the compiler",
            field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
    check(fields().that(writtenByHand).and().areStatic().should().beFinal());
    DescribedPredicate<JavaClass> others =
        DescribedPredicate.describe(
            "are no exceptions",
            type ->
                !OUTLIVING_A_RUN.contains(type.getName())
                    && !resideInAnyPackage(PLAYGROUND).test(type));
    check(
        noClasses()
            .that(others)
            .should()
            .callConstructorWhere(
                DescribedPredicate.describe(
                    "a static initializer begins a collection or a variable of threads",
                    call ->
                        call.getOrigin().getName().equals(STATIC_INITIALIZER_NAME)
                            && isAny(CHANGING, call.getTargetOwner())
                            && call.getTarget().getRawParameterTypes().stream()
                                .noneMatch(type -> isAny(COLLECTIONS, type)))));
    check(
        noFields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat(others)
            .should()
            .haveRawType(
                DescribedPredicate.describe(
                    "a class with synchronized methods",
                    type ->
                        type.getMethods().stream()
                            .anyMatch(
                                method ->
                                    method.getModifiers().contains(JavaModifier.SYNCHRONIZED)))));
  }

  private static boolean isAny(List<Class<?>> types, JavaClass type) {
    return types.stream().anyMatch(type::isAssignableTo);
  }

  /** Not the page, which is one process. */
  private static final Set<String> OUTLIVING_A_RUN =
      Set.of(
          // Caches of hidden classes, see the decisions of the core.
          "dev.gradus.engine.linear.SizedProducts",
          "dev.gradus.typed.HiddenClass",
          // The number in names of temporary files.
          "dev.gradus.engine.file.AtomicFile",
          // Room for a block of numbers in each thread, so that a step allocates nothing.
          "dev.gradus.spi.FloatBlocks",
          // A table that is filled where it is made.
          "dev.gradus.onnx.Activations");

  private static final List<Class<?>> COLLECTIONS = List.of(Map.class, Collection.class);

  private static final List<Class<?>> CHANGING =
      List.of(
          Map.class,
          Collection.class,
          AtomicBoolean.class,
          AtomicInteger.class,
          AtomicLong.class,
          AtomicReference.class,
          ThreadLocal.class);

  /** The packages that affect a weight or a printed number. */
  private static final String[] COMPUTING = {
    SPI, FORMULA, CHECK, RUNTIME, ENGINE, LAYERS, LOSSES, ACTIVATIONS, OPTIMIZERS, SOURCES
  };

  private static final DescribedPredicate<JavaAccess<?>> FUNCTIONS_LEFT_OPEN =
      access(
          Map.of(
              Math.class,
              Set.of(
                  "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "sin", "cos",
                  "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh")));

  private static final DescribedPredicate<JavaAccess<?>> SUMS_LEFT_OPEN =
      access(
          Map.of(
              DoubleStream.class,
              Set.of("sum", "average"),
              Collectors.class,
              Set.of("summingDouble", "averagingDouble"),
              DoubleSummaryStatistics.class,
              Set.of("getSum", "getAverage")));

  private static DescribedPredicate<JavaAccess<?>> access(Map<Class<?>, Set<String>> methods) {
    return DescribedPredicate.describe(
        "is one of " + methods,
        access ->
            methods.entrySet().stream()
                .anyMatch(
                    entry ->
                        access.getTargetOwner().isEquivalentTo(entry.getKey())
                            && entry.getValue().contains(access.getTarget().getName())));
  }

  /** It has the same bits everywhere, but takes a hundred times as long on some machines. */
  @Test
  void oneClassUsesFusedMultiplyAdd() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName(RUNTIME.replace("..", ".linear.Fused"))
            .should()
            .callMethod(Math.class, "fma", float.class, float.class, float.class)
            .orShould()
            .callMethod(Math.class, "fma", double.class, double.class, double.class));
  }

  /**
   * Java does not specify the last digit of {@code Math.exp} and similar functions, and a fused
   * multiplication takes a thousand times as long on some machines.
   */
  @Test
  void whatComputesUsesFunctionsWithTheSameBitsEverywhere() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(COMPUTING)
            .should()
            .accessTargetWhere(FUNCTIONS_LEFT_OPEN));
  }

  /**
   * Java does not specify the order in which a stream of doubles is added up. Two packages are
   * exempt: a table counts its bytes in this way, and a check only asks whether a sum is finite.
   */
  @Test
  void whatComputesAddsUpInAnOrderOfItsOwn() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(COMPUTING)
            .and()
            .resideOutsideOfPackages("dev.gradus.engine.table", CHECK)
            .should()
            .accessTargetWhere(SUMS_LEFT_OPEN));
  }

  /** Each violation is in a separate method. */
  @SuppressWarnings("unused") // read as bytes
  private static final class Planted {

    double called(double x) {
      return Math.tanh(x);
    }

    DoubleUnaryOperator referred() {
      return Math::exp;
    }

    double summed(double[] x) {
      return Arrays.stream(x).map(each -> each * each).sum();
    }

    double exact(double x) {
      return Math.sqrt(StrictMath.exp(x));
    }
  }

  @Test
  void whatIsLeftOpenIsNoticed() {
    JavaClass planted = new ClassFileImporter().importClass(Planted.class);
    assertEquals(Set.of("called", "referred"), methodsWith(planted, FUNCTIONS_LEFT_OPEN));
    assertEquals(Set.of("summed"), methodsWith(planted, SUMS_LEFT_OPEN));
    JavaClasses alone = new ClassFileImporter().importClasses(Planted.class);
    for (DescribedPredicate<JavaAccess<?>> open : List.of(FUNCTIONS_LEFT_OPEN, SUMS_LEFT_OPEN)) {
      assertTrue(
          noClasses().should().accessTargetWhere(open).evaluate(alone).hasViolation(),
          open.getDescription());
    }
  }

  private static Set<String> methodsWith(JavaClass type, DescribedPredicate<JavaAccess<?>> open) {
    return type.getAccessesFromSelf().stream()
        .filter(open)
        .map(access -> access.getOrigin().getName())
        .collect(Collectors.toSet());
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(false).check(ALL);
  }
}
