package dev.gradus.cli;

import dev.gradus.cli.progress.ProgressMode;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.table.Caching;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The candidates that Tab completion offers for options and arguments. */
final class Candidates {

  private Candidates() {}

  /** The commands. */
  static final class OfCommands implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Commands.names().iterator();
    }
  }

  /** The built-in losses. */
  static final class OfLosses implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Catalogue.ofInstalled().names(PluginKind.LOSS).iterator();
    }
  }

  /** The kinds of plugins. */
  static final class OfPluginKinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(PluginKind.values()).map(PluginKind::toString).iterator();
    }
  }

  /** Everything that {@code gradus list} accepts. */
  static final class OfKinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return new PluginIndex(Catalogue.ofInstalled()).byKind().keySet().iterator();
    }
  }

  /** Everything that {@code gradus describe} accepts. */
  static final class OfNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      Catalogue installed = Catalogue.ofInstalled();
      return Stream.concat(
              Arrays.stream(PluginKind.values()).flatMap(kind -> installed.names(kind).stream()),
              PluginType.permittedBy(ColumnSpec.class).stream().map(PluginType::name))
          .distinct()
          .sorted()
          .iterator();
    }
  }

  /** The constants of an enum, in lower case. */
  static List<String> of(Class<?> constants) {
    return Arrays.stream(constants.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  /** The ways to predict a target. */
  static final class OfTasks implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return of(PredictionTarget.Task.class).iterator();
    }
  }

  /** When tables are kept in files. */
  static final class OfCaching implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return of(Caching.class).iterator();
    }
  }

  /** The ways to show progress. */
  static final class OfProgress implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return of(ProgressMode.class).iterator();
    }
  }
}
