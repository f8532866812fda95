package dev.gradus.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.DataSource;
import dev.gradus.spi.Recognised;
import dev.gradus.testkit.DataSourceConformance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files in the formats of the sources: what is read of them, and which are refused. */
class SourcesTest {

  @TempDir static Path folder;

  /** What was read: the names, then the rows. */
  private static List<String> read(DataSource source) throws IOException {
    List<String> lines = new ArrayList<>();
    source.read(
        new DataSource.Rows() {
          @Override
          public void columns(List<String> names) {
            lines.add(String.join(" ", names));
          }

          @Override
          public void row(String... cells) {
            lines.add(String.join(" ", cells));
          }

          @Override
          public void numbers(double... numbers) {
            lines.add(Arrays.toString(numbers));
          }
        });
    return lines;
  }

  private static String refusal(DataSource source) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> read(source)).getMessage());
  }

  private static Path file(String name, int... bytes) throws IOException {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return Files.write(folder.resolve(name), content);
  }

  private static final int[] IMAGES = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 255, 4, 5, 6
  };
  private static final int[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 7, 9};

  private static Idx idx(Path images, Path labels) {
    return new Idx(Optional.of(images), Optional.of(labels), 0, Optional.empty());
  }

  @TestFactory
  Stream<DynamicNode> theyConform() throws IOException {
    Path lines = Files.writeString(folder.resolve("conform.svm"), "1 1:2\n");
    return DataSourceConformance.of(
        idx(file("conform-images", IMAGES), file("conform-labels", LABELS)),
        new LibSvm(Optional.of(lines), Optional.empty()));
  }

  @Test
  void imagesAndLabels() throws IOException {
    assertEquals(
        List.of("p0 p1 p2 label", "[1.0, 2.0, 255.0, 7.0]", "[4.0, 5.0, 6.0, 9.0]"),
        read(idx(file("images", IMAGES), file("labels", LABELS))));
    assertEquals(
        List.of("p0 p1 p2", "[4.0, 5.0, 6.0]"),
        read(new Idx(Optional.of(folder.resolve("images")), Optional.empty(), 1, Optional.of(1))));
  }

  @Test
  void imagesAreRecognisedByTheirHeader() throws IOException {
    Path images = file("known-images-idx3", IMAGES);
    Recognised alone = new Idx().recognise(images).orElseThrow();
    assertEquals("2 images of 1 x 3 x 1, bytes from 0 to 255", alone.contents());
    assertEquals(Map.of("dimensions", List.of(2, 1, 3), "bytes", true), alone.details());
    assertEquals(Optional.empty(), alone.target());
    Path labels = file("known-labels-idx1", LABELS);
    Recognised both = new Idx().recognise(images).orElseThrow();
    assertEquals(idx(images, labels), both.source());
    assertEquals(Optional.of("label"), both.target());
    Path other = file("other", LABELS);
    assertEquals(idx(images, other), alone.labelsIn(other).source());
    Path packed = Files.write(folder.resolve("known.gz"), packed(IMAGES));
    assertEquals(alone.contents(), new Idx().recognise(packed).orElseThrow().contents());
  }

  @Test
  void rowsOfNumbersAreRecognisedByTheirHeader() throws IOException {
    Path rows = file("rows", 0, 0, 0x0c, 2, 0, 0, 0, 5, 0, 0, 0, 7);
    Recognised known = new Idx().recognise(rows).orElseThrow();
    assertEquals("5 rows of 7 numbers, numbers that are not bytes", known.contents());
    assertEquals(Optional.empty(), known.images());
    for (int[] other : new int[][] {{0, 0, 7, 1, 0, 0, 0, 1}, {0, 0, 8, 9}, {0, 0, 8, 1, 0}}) {
      assertEquals(Optional.empty(), new Idx().recognise(file("none", other)));
    }
  }

  @Test
  void theColumnsOfTheModelAreThoseOfItsNames() throws IOException {
    Path lines = Files.writeString(folder.resolve("few.svm"), "1 1:2\n");
    DataSource few = new LibSvm().recognise(lines).orElseThrow().source();
    assertEquals(List.of("x1 label", "[2.0, 1.0]"), read(few));
    DataSource more = few.forColumns(List.of("x2", "size", "x3")).orElseThrow();
    assertEquals(List.of("x1 x2 x3 label", "[2.0, 0.0, 0.0, 1.0]"), read(more));
    assertEquals(Optional.empty(), few.forColumns(List.of("size", "x", "x0")));
  }

  @Test
  void packedFilesAreUnpacked() throws IOException {
    Path images = Files.write(folder.resolve("images.gz"), packed(IMAGES));
    assertEquals(
        List.of("p0 p1 p2", "[1.0, 2.0, 255.0]", "[4.0, 5.0, 6.0]"),
        read(new Idx(Optional.of(images), Optional.empty(), 0, Optional.empty())));
  }

  @Test
  void everyTypeOfNumberIsRead() throws IOException {
    assertEquals(List.of("p0", "[-1.0]"), numbers(file("bytes", 0, 0, 9, 1, 0, 0, 0, 1, 255)));
    assertEquals(
        List.of("p0", "[-2.0]"), numbers(file("shorts", 0, 0, 0x0b, 1, 0, 0, 0, 1, 255, 254)));
    assertEquals(
        List.of("p0", "[256.0]"), numbers(file("ints", 0, 0, 0x0c, 1, 0, 0, 0, 1, 0, 0, 1, 0)));
    assertEquals(
        List.of("p0", "[1.0]"),
        numbers(file("floats", 0, 0, 0x0d, 1, 0, 0, 0, 1, 0x3f, 0x80, 0, 0)));
    assertEquals(
        List.of("p0", "[1.0]"),
        numbers(file("doubles", 0, 0, 0x0e, 1, 0, 0, 0, 1, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0)));
  }

  private static List<String> numbers(Path path) throws IOException {
    return read(new Idx(Optional.of(path), Optional.empty(), 0, Optional.empty()));
  }

  @Test
  void everyTruncatedFileIsRefused() throws IOException {
    for (int length = 0; length < IMAGES.length; length++) {
      Path cut = file("cut", Arrays.copyOf(IMAGES, length));
      String message = refusal(new Idx(Optional.of(cut), Optional.empty(), 0, Optional.empty()));
      assertTrue(message.startsWith("cut is truncated"), message);
    }
  }

  @Test
  void everyTruncatedFileOfLabelsIsRefused() throws IOException {
    Path images = file("whole-images", IMAGES);
    for (int length = 0; length < LABELS.length; length++) {
      String message = refusal(idx(images, file("cut-labels", Arrays.copyOf(LABELS, length))));
      assertTrue(message.startsWith("cut-labels is truncated"), message);
    }
  }

  @Test
  void everyTruncatedPackedFileIsRefused() throws IOException {
    byte[] packed = packed(IMAGES);
    for (int length = 0; length < packed.length; length++) {
      Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(packed, length));
      Exception e = assertThrows(Exception.class, () -> numbers(cut), "length " + length);
      assertTrue(e instanceof IOException || e instanceof IllegalArgumentException, e.toString());
    }
    packed[packed.length - 5] ^= 1;
    Path damaged = Files.write(folder.resolve("damaged.gz"), packed);
    assertThrows(IOException.class, () -> numbers(damaged), "the checksum is another");
  }

  @Test
  void aFileThatGoesOnIsRefused() throws IOException {
    Path longer = file("longer", Arrays.copyOf(IMAGES, IMAGES.length + 1));
    assertEquals(
        "longer has extra bytes after its 2 items of 3 numbers; the header or the content is wrong",
        refusal(new Idx(Optional.of(longer), Optional.empty(), 0, Optional.empty())));
    assertEquals(
        List.of("p0 p1 p2", "[1.0, 2.0, 255.0]"),
        read(new Idx(Optional.of(longer), Optional.empty(), 0, Optional.of(1))),
        "what is not asked for is not read");
  }

  private static byte[] packed(int... bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      for (int value : bytes) {
        out.write(value);
      }
    }
    return packed.toByteArray();
  }

  @Test
  void whatIsNoIdxIsRefusedBeforeRoomIsMade() throws IOException {
    assertTrue(refusal(one(1, 0, 8, 1)).contains("is not an IDX file"));
    assertTrue(refusal(one(0, 0, 7, 1)).contains("the number type 0x07"));
    assertTrue(refusal(one(0, 0, 8, 0)).contains("is not an IDX file"));
    assertTrue(refusal(one(0, 0, 8, 1, 255, 255, 255, 255)).contains("has -1 items"));
    assertTrue(
        refusal(one(0, 0, 8, 3, 0, 0, 0, 1, 127, 255, 255, 255, 127, 255, 255, 255))
            .contains("more than 65535 numbers"));
    assertTrue(
        refusal(idx(file("two", IMAGES), file("one", 0, 0, 8, 1, 0, 0, 0, 1, 7)))
            .contains("there must be a label for each image"));
    assertTrue(
        refusal(new Idx(Optional.of(file("two", IMAGES)), Optional.empty(), 2, Optional.empty()))
            .contains("images 2 to 2 were requested"));
    assertTrue(refusal(new Idx()).contains("images must name"));
  }

  private static Idx one(int... bytes) throws IOException {
    int[] padded = Arrays.copyOf(bytes, Math.max(bytes.length, 16));
    return new Idx(Optional.of(file("bad", padded)), Optional.empty(), 0, Optional.empty());
  }

  private static LibSvm svm(String text) throws IOException {
    return new LibSvm(
        Optional.of(Files.writeString(folder.resolve("a.svm"), text)), Optional.empty());
  }

  @Test
  void sparseLines() throws IOException {
    assertEquals(
        List.of("x1 x2 x3 label", "[0.5, 0.0, 2.0, 1.0]", "[0.0, 0.0, 0.0, -1.0]"),
        read(svm("+1 1:0.5 3:2 # a comment\n\n-1\n")));
    assertEquals(
        "a.svm:1: '2' is not a pair of a column and a value, such as 7:0.5", refusal(svm("1 2")));
    assertEquals(
        "a.svm:1: there is no column 0: columns are numbered from 1 to 65535",
        refusal(svm("1 0:1")));
    assertEquals("a.svm:2: 'x' is not a finite number", refusal(svm("1 1:1\n1 1:x")));
    assertEquals("a.svm:1: 'one' is not a finite number", refusal(svm("one 1:1")));
  }

  @Test
  void aColumnOfASparseLineIsSaidOnce() throws IOException {
    assertEquals(
        "a.svm:2: column 3 comes twice; leave one of the two out",
        refusal(svm("1 3:1\n1 3:1 1:2 3:9\n")));
    assertEquals(
        List.of("x1 x2 x3 label", "[2.0, 0.0, 1.0, 1.0]", "[0.0, 0.0, 5.0, 1.0]"),
        read(svm("1 3:1 1:2\r\n1 3:5\r\n")),
        "in any order, and again in the next line");
  }

  @Test
  void groupsAndSeveralLabelsAreNamed() throws IOException {
    assertEquals(
        "a.svm:1: 'qid:4' is the group of a ranking, which cannot be learned from; take the groups out of the file",
        refusal(svm("3 qid:4 1:0.5\n")));
    assertEquals(
        "a.svm:2: a line has one label, but here are several, 1,3; to predict several, write a CSV file with a column of 0 and 1 for each",
        refusal(svm("2 1:0.5\n1,3 1:0.5\n")));
    assertEquals(
        "a.svm:1: there is no label before '1:0.5'; a line begins with its label, a number",
        refusal(svm(" 1:0.5 2:1\n")));
    assertEquals("a.svm:1: '0x1p3' is not a finite number", refusal(svm("0x1p3 1:1")));
  }

  @Test
  void aSparseLineThatDoesNotEndTakesNoMemory() throws IOException {
    assertEquals(
        "a.svm:1: '11111111111111111111...' has more than 100 characters, the most that a label or a pair of a column and a value may have",
        refusal(svm("1".repeat(200))));
    String comment = "1 1:2 # " + "x".repeat(100_000) + "\n-1 2:" + "0".repeat(90) + "7\n";
    assertEquals(List.of("x1 x2 label", "[2.0, 0.0, 1.0]", "[0.0, 7.0, -1.0]"), read(svm(comment)));
    Path bytes = file("bytes.svm", '1', ' ', '1', ':', '2', '\n', 0xff, 0xfe);
    assertEquals(
        "bytes.svm: the file is not text in UTF-8",
        refusal(new LibSvm(Optional.of(bytes), Optional.empty())));
  }

  @Test
  void aDatabaseWithoutADriverIsToldSo() {
    Jdbc jdbc = new Jdbc("jdbc:nowhere:", "SELECT 1", Optional.empty(), Optional.empty());
    IOException e = assertThrows(IOException.class, () -> read(jdbc));
    assertTrue(String.valueOf(e.getMessage()).contains("No suitable driver"), e.toString());
    assertTrue(refusal(new Jdbc()).contains("url must be the JDBC URL of the database"));
  }

  @Test
  void theRowsOfAQueryAreReadFromADatabase() throws Exception {
    String url = "jdbc:h2:mem:flowers;DB_CLOSE_DELAY=-1";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE flowers (id INT, width DOUBLE, price DECIMAL(8, 2), kept BOOLEAN, name VARCHAR)");
      statement.execute(
          "INSERT INTO flowers VALUES (2, 1e-3, 12.50, FALSE, 'tulip, red'), (1, NULL, -3, TRUE, NULL)");
    }
    assertEquals(
        List.of("ID BREADTH PRICE KEPT NAME", "1  -3.00 TRUE ", "2 0.001 12.50 FALSE tulip, red"),
        read(jdbc(url, "SELECT id, width AS breadth, price, kept, name FROM flowers ORDER BY id")));
    IOException wrong =
        assertThrows(IOException.class, () -> read(jdbc(url, "SELECT nothing FROM flowers")));
    assertTrue(String.valueOf(wrong.getMessage()).contains("NOTHING"), wrong.toString());
    Jdbc secret =
        new Jdbc(url, "SELECT 1", Optional.empty(), Optional.of("GRADUS_TEST_NO_SUCH_VARIABLE"));
    assertEquals(
        "the environment variable GRADUS_TEST_NO_SUCH_VARIABLE, which should hold the password, "
            + "is not set",
        refusal(secret));
  }

  /** A column of the kind date reads them. */
  @Test
  void datesOfADatabaseAreTextsInIsoNotation() throws Exception {
    String url = "jdbc:h2:mem:dates;DB_CLOSE_DELAY=-1";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (a DATE, b TIMESTAMP, c TIMESTAMP WITH TIME ZONE)");
      statement.execute(
          "INSERT INTO t VALUES ('2013-04-05', '2013-04-05 10:30:00', '2013-04-05 10:30:00.5+02')");
    }
    assertEquals(
        List.of("A B C", "2013-04-05 2013-04-05 10:30:00 2013-04-05 10:30:00.5+02"),
        read(jdbc(url, "SELECT * FROM t")));
  }

  private static Jdbc jdbc(String url, String query) {
    return new Jdbc(url, query, Optional.empty(), Optional.empty());
  }

  /** A driver that answers no query, but keeps what it is asked to connect with. */
  private static final class Asked implements Driver {
    private final Map<String, Properties> byUrl = new HashMap<>();

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
      if (acceptsURL(url)) {
        byUrl.put(url, properties);
        throw new SQLException("asked");
      }
      return null;
    }

    @Override
    public boolean acceptsURL(String url) {
      return url.contains("//asked/db");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }
  }

  private static final String WITHOUT_CURSOR = "jdbc:mysql://asked/db?useCursorFetch=false";

  /** Otherwise these drivers hold the whole result in memory. */
  @Test
  void driversAreAskedToPassRowsOnAsTheyArrive() throws SQLException {
    Asked driver = new Asked();
    DriverManager.registerDriver(driver);
    try {
      for (String url :
          List.of(
              "jdbc:mysql://asked/db",
              "jdbc:mysql+srv://asked/db",
              "jdbc:mariadb://asked/db",
              "jdbc:postgresql://asked/db",
              WITHOUT_CURSOR)) {
        Jdbc source = new Jdbc(url, "SELECT 1", Optional.of("me"), Optional.empty());
        assertThrows(IOException.class, () -> read(source));
      }
    } finally {
      DriverManager.deregisterDriver(driver);
    }
    assertEquals("true", asked(driver, "mysql:").getProperty("useCursorFetch"));
    assertEquals("true", asked(driver, "mysql+srv:").getProperty("useCursorFetch"));
    assertFalse(
        driver.byUrl.get(WITHOUT_CURSOR).containsKey("useCursorFetch"), "the URL has said no");
    for (String other : List.of("mariadb:", "postgresql:")) {
      assertEquals(Set.of("user", "password"), asked(driver, other).stringPropertyNames(), other);
    }
  }

  private static Properties asked(Asked driver, String database) {
    return driver.byUrl.get("jdbc:" + database + "//asked/db");
  }
}
