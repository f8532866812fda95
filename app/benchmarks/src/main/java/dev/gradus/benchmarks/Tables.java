package dev.gradus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Prints what was measured as tables of at most 120 columns.
 *
 * <p>Arguments: the file of measurements, and the names of the rows. A line of the file is a
 * measurement: the number of the round, the load of the machine, the version of Java or {@code -},
 * the library, the name, the threads, and the value. A cell shows the median of the rounds, and
 * from three rounds on the lowest and the highest. A ratio is that of two measurements in the same
 * round, and a library for which several numbers of threads were measured counts with the best of
 * them.
 */
public final class Tables {

  /** What belongs into one table. */
  private enum Group {
    TRAINING("training samples per second", "torch", "sklearn", "fann", "tiny-dnn"),
    SIMPLE("nanoseconds per training row and processor (lower is better)", "torch"),
    CONVOLUTIONS("training samples per second", "torch"),
    ROWS("predicted rows per second, one at a time", "torch", "sklearn"),
    PROCESSES("milliseconds from start to end (lower is better)", "sklearn"),
    PROCESSOR("milliseconds of processor time (lower is better)", "sklearn"),
    CHECKS("checks per second of processor time"),
    FILES("rows per second", "numpy", "pandas", "duckdb");

    private final String unit;
    private final List<String> libraries;

    /** Whether one thread and several were measured. */
    boolean trains() {
      return this == TRAINING || this == SIMPLE || this == CONVOLUTIONS;
    }

    Group(String unit, String... libraries) {
      this.unit = unit;
      this.libraries = List.of(libraries);
    }

    boolean lowerIsBetter() {
      return this == SIMPLE || this == PROCESSES || this == PROCESSOR;
    }

    static Group of(String name) {
      return switch (name) {
        case "simple" -> SIMPLE;
        case "start", "version", "predict" -> PROCESSES;
        case "start" + OF_PROCESSOR, "version" + OF_PROCESSOR, "predict" + OF_PROCESSOR ->
            PROCESSOR;
        case "check" -> CHECKS;
        case "load", "read", "data", "init" -> FILES;
        default ->
            name.startsWith("row-") ? ROWS : name.startsWith("conv-") ? CONVOLUTIONS : TRAINING;
      };
    }
  }

  /** One cell of one round. */
  private record Key(
      int round, String load, String java, String library, String name, String threads) {}

  /** A row: a name under a load. */
  private record Row(String name, String load) {}

  private static final String OF_PEERS = "-";

  /** The end of the name of a process in the measurements of its processor time. */
  private static final String OF_PROCESSOR = "-processor";

  private static final String LIMIT = "limit";
  private static final int WIDTH = 18;
  private static final int ROUNDS_OF_A_SPREAD = 3;

  private final Map<Key, Double> values = new HashMap<>();
  private final Set<Integer> rounds = new TreeSet<>();
  private final Set<String> loads = new LinkedHashSet<>();
  private final Set<String> javas = new LinkedHashSet<>();
  private final List<String> names;

  /** The greatest number of threads with which a library was measured. */
  private int several = 1;

  private Tables(List<String> lines, List<String> names) {
    this.names =
        names.stream()
            .flatMap(
                name ->
                    Group.of(name) == Group.PROCESSES
                        ? Stream.of(name, name + OF_PROCESSOR)
                        : Stream.of(name))
            .toList();
    for (String line : lines) {
      String[] field = line.split(" ", -1);
      if (field.length != 7) {
        System.err.println("not a measurement, so it is left out: " + line);
        continue;
      }
      Key key =
          new Key(Integer.parseInt(field[0]), field[1], field[2], field[3], field[4], field[5]);
      values.put(key, Double.parseDouble(field[6]));
      rounds.add(key.round());
      loads.add(key.load());
      if (!key.java().equals(OF_PEERS)) {
        javas.add(key.java());
      } else if (key.threads().matches("[0-9]+")) {
        several = Math.max(several, Integer.parseInt(key.threads()));
      }
    }
  }

  /** Prints the tables. */
  public static void main(String[] args) throws IOException {
    Tables tables =
        new Tables(Files.readAllLines(Path.of(args[0])), List.of(args).subList(1, args.length));
    for (Group group : Group.values()) {
      List<Row> rows = tables.rows(group);
      if (!rows.isEmpty()) {
        tables.printGradus(group, rows);
        tables.printLibraries(group, rows);
      }
    }
    tables.printLimit();
  }

  private List<Row> rows(Group group) {
    List<Row> rows = new ArrayList<>();
    for (String name : names) {
      if (Group.of(name) == group) {
        loads.forEach(load -> rows.add(new Row(name, load)));
      }
    }
    return rows;
  }

  private void printGradus(Group group, List<Row> rows) {
    for (String java : javas) {
      for (String loops : List.of("gradus", "vectors")) {
        if (values.keySet().stream()
            .noneMatch(
                key ->
                    key.java().equals(java)
                        && key.library().equals(loops)
                        && Group.of(key.name()) == group)) {
          continue;
        }
        Table table =
            new Table(
                "Java %s%s: %s"
                    .formatted(
                        java, loops.equals("vectors") ? " with the Vector API" : "", group.unit),
                rows);
        table.column("Gradus", row -> spread(row, java, loops, "chosen"));
        if (group.trains() && loads.size() > 1) {
          table.column("times one thread", row -> overOneThread(row, java, loops));
        } else if (group.trains()) {
          table.column("one thread", row -> spread(row, java, loops, "1"));
        }
        if (group == Group.FILES) {
          table.column("times read", row -> overReading(row, java));
        }
        for (String library : libraries(group)) {
          table.column("times " + library, row -> overLibrary(row, java, loops, library));
        }
        table.print();
      }
    }
  }

  /** Under several loads the libraries that are far behind are left out. */
  private List<String> libraries(Group group) {
    return loads.size() > 1 && group == Group.TRAINING
        ? List.of("torch", "sklearn")
        : group.libraries;
  }

  private void printLibraries(Group group, List<Row> rows) {
    if (group.libraries.isEmpty()) {
      return;
    }
    Table table = new Table("Other libraries: " + group.unit, rows);
    for (String library : libraries(group)) {
      if (group.trains() && Set.of("torch", "sklearn").contains(library)) {
        table.column(library + ", 1 thread", row -> spread(row, OF_PEERS, library, "1"));
        if (several > 1) {
          table.column(
              library + ", " + several,
              row -> spread(row, OF_PEERS, library, String.valueOf(several)));
        }
      } else {
        table.column(library, row -> spread(series(round -> best(round, row, library))));
      }
    }
    table.print();
  }

  private String overOneThread(Row row, String java, String loops) {
    return spread(
        series(
            round ->
                times(
                    row,
                    value(round, row, java, loops, "chosen"),
                    value(round, row, java, loops, "1"))));
  }

  /** How many times as fast as only reading the file. */
  private String overReading(Row row, String java) {
    Row reading = new Row("read", row.load());
    return spread(
        series(
            round ->
                times(
                    row,
                    value(round, row, java, "gradus", "chosen"),
                    value(round, reading, java, "gradus", "chosen"))));
  }

  private String overLibrary(Row row, String java, String loops, String library) {
    return spread(
        series(
            round ->
                times(row, value(round, row, java, loops, "chosen"), best(round, row, library))));
  }

  /** How many times as fast the first is as the second. */
  private static Optional<Double> times(Row row, Optional<Double> a, Optional<Double> b) {
    DoubleBinaryOperator ratio = lowerIsBetter(row.name()) ? (x, y) -> y / x : (x, y) -> x / y;
    return a.flatMap(x -> b.map(y -> ratio.applyAsDouble(x, y)));
  }

  private static boolean lowerIsBetter(String name) {
    return Group.of(name).lowerIsBetter();
  }

  private Optional<Double> best(int round, Row row, String library) {
    var measured =
        values.entrySet().stream()
            .filter(
                entry ->
                    entry.getKey().round() == round
                        && entry.getKey().load().equals(row.load())
                        && entry.getKey().library().equals(library)
                        && entry.getKey().name().equals(row.name()))
            .map(Map.Entry::getValue);
    return lowerIsBetter(row.name())
        ? measured.min(Double::compare)
        : measured.max(Double::compare);
  }

  private Optional<Double> value(int round, Row row, String java, String library, String threads) {
    return Optional.ofNullable(
        values.get(new Key(round, row.load(), java, library, row.name(), threads)));
  }

  /** The measurements against what the compiled programs of {@code yardstick.c} reach. */
  private void printLimit() {
    List<Row> rows =
        rows(Group.TRAINING).stream()
            .filter(row -> Workload.named(row.name()).operations() > 0)
            .toList();
    if (rows.isEmpty() || loads.size() > 1) {
      return;
    }
    String load = rows.get(0).load();
    List<Row> limits =
        List.of(
            new Row("multiply-add", load),
            new Row("memory", load),
            new Row("blas-32x30x64", load),
            new Row("blas-32x784x100", load),
            new Row("blas-128x784x256", load),
            new Row("blas-512x784x1024", load));
    Table machine =
        new Table("The machine: GFLOP/s of C and of OpenBLAS, GB/s of the memory", limits);
    machine.column("1 thread", row -> spread(row, OF_PEERS, LIMIT, "1"));
    if (several > 1) {
      machine.column(
          several + " threads", row -> spread(row, OF_PEERS, LIMIT, String.valueOf(several)));
    }
    machine.print();
    for (String java : javas) {
      Table shares =
          new Table(
              "Java %s: share of OpenBLAS on one thread and on %s; the chosen threads times one thread"
                  .formatted(java, several),
              rows);
      for (String loops : List.of("gradus", "vectors")) {
        String label = loops.equals("gradus") ? "loops" : "vectors";
        shares.column(label + ", 1 thread", row -> share(row, java, loops, "1", "1"));
        shares.column(
            label + ", chosen", row -> share(row, java, loops, "chosen", String.valueOf(several)));
        shares.column(label + ", times one", row -> overOneThread(row, java, loops));
      }
      shares.print();
    }
  }

  private String share(Row row, String java, String loops, String threads, String ofThreads) {
    // The largest product of E; that of D for the smaller workloads too, so that their share shows
    // what small shapes cost.
    Row product =
        new Row(row.name().equals("E") ? "blas-512x784x1024" : "blas-128x784x256", row.load());
    double operations = Workload.named(row.name()).operations();
    return spread(
        series(
            round ->
                value(round, row, java, loops, threads)
                    .flatMap(
                        rate ->
                            value(round, product, OF_PEERS, LIMIT, ofThreads)
                                .map(limit -> rate * operations / limit / 1e9))));
  }

  private String spread(Row row, String java, String library, String threads) {
    return spread(series(round -> value(round, row, java, library, threads)));
  }

  /** A value of a round, if it was measured. */
  private interface OfRound {
    Optional<Double> value(int round);
  }

  private double[] series(OfRound cell) {
    return rounds.stream()
        .flatMap(round -> cell.value(round).stream())
        .mapToDouble(Double::doubleValue)
        .sorted()
        .toArray();
  }

  /** The median, the lowest and the highest number, such as {@code 72.4k (68.1-74.9)}. */
  private static String spread(double... sorted) {
    if (sorted.length == 0) {
      return "-";
    }
    double median = sorted[sorted.length / 2];
    double unit = median >= 1e6 ? 1e6 : median >= 1e3 ? 1e3 : 1;
    String form = "%." + decimals(median / unit) + "f";
    String text = format(form, median / unit) + (unit == 1e6 ? "M" : unit == 1e3 ? "k" : "");
    return sorted.length < ROUNDS_OF_A_SPREAD
        ? text
        : "%s (%s-%s)"
            .formatted(
                text,
                format(form, sorted[0] / unit),
                format(form, sorted[sorted.length - 1] / unit));
  }

  private static int decimals(double value) {
    return value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 3;
  }

  private static String format(String form, double value) {
    return String.format(Locale.ROOT, form, value);
  }

  /** Rows and columns of text. */
  private final class Table {

    private final List<Row> rows;
    private final StringBuilder head;
    private final List<StringBuilder> lines = new ArrayList<>();

    Table(String title, List<Row> rows) {
      this.rows = rows;
      rows.forEach(row -> lines.add(new StringBuilder(label(row))));
      int width = lines.stream().mapToInt(StringBuilder::length).max().orElse(0);
      lines.forEach(line -> line.append(" ".repeat(width - line.length())));
      head = new StringBuilder(" ".repeat(width));
      System.out.println();
      System.out.println(title);
    }

    private String label(Row row) {
      return loads.size() > 1 ? row.name() + " " + row.load() : row.name();
    }

    void column(String name, Function<Row, String> cell) {
      head.append(pad(name));
      for (int i = 0; i < rows.size(); i++) {
        lines.get(i).append(pad(cell.apply(rows.get(i))));
      }
    }

    private static String pad(String text) {
      return " ".repeat(Math.max(1, WIDTH - text.length())) + text;
    }

    void print() {
      System.out.println(head);
      lines.forEach(System.out::println);
    }
  }
}
