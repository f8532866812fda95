package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The data of several configurations, read again only if a configuration takes them from another
 * place than the one before.
 */
public final class ConfiguredData {

  private final Function<Configuration, Table> tables;
  private final Function<Configuration, Optional<Table>> validations;
  private Optional<Tables> last = Optional.empty();

  /**
   * The data of a configuration.
   *
   * @param place where they come from
   * @param validation the validation split, if it is a file of its own
   */
  public record Tables(Object place, Table table, Optional<Table> validation) {}

  /**
   * Starts without data.
   *
   * @param tables reads the data that a configuration names
   * @param validations reads its validation split, if that is a file of its own
   */
  public ConfiguredData(
      Function<Configuration, Table> tables, Function<Configuration, Optional<Table>> validations) {
    this.tables = tables;
    this.validations = validations;
  }

  /** The data of a configuration. */
  public Tables of(Configuration configuration) {
    Object place = configuration.data().map(ConfiguredData::placeOf);
    Optional<Tables> known = last.filter(read -> read.place().equals(place));
    if (known.isPresent()) {
      return known.get();
    }
    // Releases data that are no longer needed before the next are read.
    last = Optional.empty();
    Tables read = new Tables(place, tables.apply(configuration), validations.apply(configuration));
    last = Optional.of(read);
    return read;
  }

  /** The options that determine the cells; all others only apply later. */
  private static Object placeOf(DataSpec data) {
    return List.of(data.csv(), data.source(), data.format(), data.validation());
  }
}
