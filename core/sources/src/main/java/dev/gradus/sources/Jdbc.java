package dev.gradus.sources;

import dev.gradus.spi.DataSource;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The rows of a query to a database, by JDBC: any database, and Parquet or JSON through that of
 * DuckDB. Put its driver on the module path or the class path, next to Gradus.
 *
 * <p>Without ORDER BY the database may return the rows in any order, which changes the split; so
 * order them.
 *
 * @param url the JDBC URL of the database
 * @param query the SQL query
 * @param user the user name; empty for none
 * @param passwordVariable the environment variable that holds the password; empty for none
 */
@Plugin(
    name = "jdbc",
    summary =
        "The rows of a database query, by JDBC; put the jar of the driver next to those of Gradus.")
public record Jdbc(
    @Option(
            value = "the database, such as jdbc:duckdb: or jdbc:postgresql://host/name",
            required = true)
        String url,
    @Option(
            value = "the query, with an ORDER BY, so that the rows come in the same order again",
            required = true)
        String query,
    @Option("the user name; if left out, none") Optional<String> user,
    @Option("the environment variable that holds the password; if left out, there is none")
        Optional<String> passwordVariable)
    implements DataSource {

  private static final String DUCKDB = "jdbc:duckdb:";

  /** Also {@code jdbc:mysql+srv:}. The driver of MariaDB needs no property. */
  private static final String MYSQL = "jdbc:mysql";

  /** A property of its driver, which the URL may set. */
  private static final String CURSOR = "useCursorFetch";

  private static final int ROWS_AT_ONCE = 4096;

  /** Creates a source without a database, which must be set. */
  public Jdbc() {
    this("", "", Optional.empty(), Optional.empty());
  }

  @Override
  public void read(Rows rows) throws IOException {
    if (url.isBlank() || query.isBlank()) {
      throw new IllegalArgumentException(
          "url must be the JDBC URL of the database, and query an SQL query");
    }
    try (Connection connection = DriverManager.getConnection(url, properties());
        Statement statement = connection.createStatement()) {
      // Otherwise the drivers of several databases hold the whole result in memory.
      connection.setAutoCommit(false);
      statement.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet results = statement.executeQuery(query)) {
        read(results, rows);
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public boolean reachesOut() {
    return true;
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", user.orElse(""));
    properties.setProperty("password", password());
    if (url.startsWith(DUCKDB)) {
      properties.setProperty("jdbc_stream_results", "true");
    }
    if (url.startsWith(MYSQL) && !url.contains(CURSOR)) {
      // Without a cursor of the server, this driver ignores the number of rows to fetch.
      properties.setProperty(CURSOR, "true");
    }
    return properties;
  }

  private String password() {
    return passwordVariable
        .map(
            name ->
                Optional.ofNullable(System.getenv(name))
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "the environment variable %s, which should hold the password, is not set"
                                    .formatted(name))))
        .orElse("");
  }

  private static void read(ResultSet results, Rows rows) throws SQLException {
    ResultSetMetaData about = results.getMetaData();
    List<String> names = new ArrayList<>();
    for (int j = 1; j <= about.getColumnCount(); j++) {
      names.add(about.getColumnLabel(j));
    }
    rows.columns(names);
    String[] row = new String[names.size()];
    while (results.next()) {
      for (int j = 0; j < row.length; j++) {
        row[j] = Optional.ofNullable(results.getString(j + 1)).orElse("");
      }
      rows.row(row);
    }
  }
}
