package dev.gradus.cli;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code init} makes of tables as people find them. */
class FoundTablesTest {

  @TempDir Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String rows(String header, int count, IntFunction<String> row) {
    return IntStream.range(0, count).mapToObj(row).collect(joining("\n", header + "\n", "\n"));
  }

  private Said done(String... arguments) {
    Said said = Said.by("", arguments);
    assertEquals(0, said.status(), said.err());
    return said;
  }

  /** Writes a file and its first configuration, and returns what was said and the configuration. */
  private String init(String csv) throws IOException {
    Files.deleteIfExists(folder.resolve("found.yaml"));
    Said said = done("init", file("found.csv", csv));
    return said.out() + Files.readString(folder.resolve("found.yaml"));
  }

  private void train(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("train", path("found.yaml"), "--quiet", "--no-report", "--overwrite"));
    all.addAll(List.of("--output", path("out"), "--set", "training.epochs=2"));
    all.addAll(List.of(more));
    done(all.toArray(String[]::new));
  }

  private Said predict(String csv) throws IOException {
    return done("predict", path("out/model.safetensors"), file("new.csv", csv));
  }

  private void assertPredicts(String sentence, String csv) throws IOException {
    String found = init(csv);
    assertTrue(found.contains(" predicts column " + sentence), found);
  }

  @Test
  void aTargetInTheFirstLineMakesItAHeader() throws IOException {
    String cells =
        rows("null,true,1,- a,p,日本", 40, i -> "q,-0.5,1," + i % 7 + ",p," + i * i % 11 * 0.5);
    Said said =
        done(
            "init", file("a b.csv", cells), "--target", "日本", "--output", path("it's $1 c d.yaml"));
    assertTrue(said.out().contains("predicts column '日本' (a number)"), said.out());
    assertTrue(
        said.err().contains("if it is the first row of the data, use --header=false"), said.err());
    assertTrue(
        said.out()
            .stripTrailing()
            .endsWith("Next: gradus train '" + path("it'\\''s $1 c d.yaml") + "'"),
        said.out());
    // A number of a column is not the cell of a first row.
    assertTrue(
        done(
                "init",
                file("n.csv", "0.3,7,5\n".repeat(2) + "1,2,3\n2,4,5\n".repeat(20)),
                "--target",
                "2",
                "--output",
                path("n.yaml"))
            .out()
            .contains("predicts column '2'"));
  }

  @Test
  void identifiersOfSixtyFourBitsAreTold() throws IOException {
    long first = 1L << 60;
    String found =
        init(
            rows(
                "tweet_id,x,y",
                200,
                i -> first + i * 100 + "," + i % 7 + (i % 3 > 0 ? ",a" : ",b")));
    assertTrue(
        done("data", path("found.csv"))
            .out()
            .contains("'tweet_id': it has whole numbers of more digits than a number keeps"));
    assertTrue(found.contains("tweet_id: ignore"), found);
    Said data = done("data", file("ids.csv", rows("tweet_id,y", 200, i -> first + i + ",a")));
    assertTrue(data.out().contains("  200  "), data.out());
    assertFalse(data.out().contains("equal an earlier row"), data.out());
    Said classes =
        done(
            "init",
            file("g.csv", rows("x,g", 60, i -> i + "," + (first + i / 10))),
            "--target",
            "g",
            "--output",
            path("g.yaml"));
    assertTrue(classes.out().contains("predicts column 'g' (classes)"), classes.out());
    assertTrue(
        init(rows("id,b", 60, i -> first + i + "," + i * i % 7 * 0.31)).contains("column 'b'"));
  }

  @Test
  void columnsThatAreTooWideAreIgnoredAndNamed() throws IOException {
    String found =
        init(
            rows("a,b,y", 60, i -> (i % 2 > 0 ? "-" : "") + "1e308," + i + "," + i * i % 11 * 0.7));
    assertTrue(found.contains("columns: {a: ignore"), found);
    assertTrue(
        done("data", path("found.csv"))
            .out()
            .contains("'a': its numbers range from -1e308 to 1e308, too wide to standardise"));
    train();
    String wide = rows("a,b,y", 60, i -> "1e308," + i + "," + (i + 1) * 1.7e299);
    Said refused =
        Said.by("", "init", file("wide.csv", wide), "--target", "y", "--output", path("w.yaml"));
    assertTrue(
        refused.err().contains("column 'y' cannot be predicted: its numbers range"), refused.err());
    for (Said said :
        List.of(refused, done("data", path("wide.csv")), done("data", path("found.csv")))) {
      assertFalse((said.out() + said.err()).matches("(?s).*(NaN|Infinity).*"), said.out());
    }
  }

  @Test
  void theTargetIsFoundByItsName() throws IOException {
    String cells = "%d,%d,x%d";
    assertPredicts(
        "'Survived' (classes), by its name; --target NAME chooses another. Next: gradus train ",
        rows("Survived,Age,Embarked", 40, i -> cells.formatted(i % 2, i * i, i % 3)));
    assertPredicts(
        "'median_house_value' (a number), by its name",
        rows("rooms,median_house_value,near", 40, i -> i % 7 + "," + i * 1.5 + ",x" + i % 3));
    assertPredicts(
        "'Labels' (classes), by its name",
        rows("Labels,a,b", 40, i -> "k" + i % 2 + "," + i * 0.5 + "," + i * i));
    assertPredicts(
        "'default.payment.next.month' (classes), by its name",
        rows("default.payment.next.month,a,b", 40, i -> i % 2 + "," + i * 0.5 + "," + i * i));
    assertPredicts(
        "'price' (a number), by its name",
        rows("x,y,z,price", 40, i -> i * 0.5 + "," + i * 0.25 + "," + i * i + "," + i * 1.5));
    assertPredicts(
        "'y' (a number), by its name", rows("y,x", 40, i -> i * i % 31 * 0.5 + "," + i * 0.25));
    assertPredicts(
        "'y' (a number), by its name",
        rows("y,x,group", 40, i -> i * i % 31 * 0.5 + "," + i * 0.25 + ",g" + i % 3));
    assertPredicts(
        "'group' (classes), the last column",
        rows("x,y,group", 40, i -> i * i % 31 * 0.5 + "," + i * 0.25 + ",g" + i % 3));
    assertPredicts(
        "'y' (a number), by its name",
        rows("y,x1,x2", 40, i -> i * i % 31 * 0.5 + "," + i * 0.25 + "," + i * i % 7));
    assertPredicts(
        "'b' (a number), the last column; --target NAME chooses another",
        rows("c,a,b", 40, i -> i % 2 + "," + i * 0.5 + "," + i * i * 0.5));
  }

  /** The cell of a column of a popular file: classes, as they are given, or numbers. */
  private static String cell(int row, int column, String given) {
    if (!given.isEmpty()) {
      String[] classes = given.split("/");
      return classes[row * (column + 3) % 97 % classes.length];
    }
    return String.valueOf(row * (2 * column + 7) % 83 * 0.5);
  }

  /**
   * The names of the columns of a popular file, some with their classes: {@code survived=0/1}; the
   * others have numbers.
   */
  private void assertPredictsOf(String sentence, String header) throws IOException {
    String[] columns = header.split(",");
    String names =
        Stream.of(columns).map(each -> each.replaceFirst("=.*", "")).collect(joining(","));
    assertPredicts(
        sentence,
        rows(
            names,
            80,
            row ->
                IntStream.range(0, columns.length)
                    .mapToObj(i -> cell(row, i, columns[i].replaceFirst("[^=]*=?", "")))
                    .collect(joining(","))));
  }

  @Test
  void theTargetOfPopularFilesIsFound() throws IOException {
    String byName = ", by its name; --target NAME chooses another.";
    String last = ", the last column; --target NAME chooses another.";
    assertPredictsOf(
        "'price' (a number)" + byName,
        "carat,cut=Ideal/Good,color=E/I,clarity=SI2/SI1,depth,table,price,x,y,z");
    assertPredictsOf(
        "'survived' (classes)" + byName,
        "survived=0/1,pclass=1/2/3,sex=male/female,age,sibsp=0/1/2,parch=0/1,fare,embarked=S/C/Q,class=First/Third,who=man/woman,adult_male=True/False,deck=C/E,embark_town=Cork/Cherbourg,alive=no/yes/no,alone=True/False/True");
    assertPredictsOf(
        "'area' (a number)" + last,
        "X=1/2/3,Y=4/5/6,month=mar/oct,day=fri/sat,FFMC,DMC,DC,ISI,temp,RH,wind,rain,area");
    assertPredictsOf(
        "'Balance' (a number)" + last,
        "Income,Limit,Rating,Cards=2/3,Age,Education=11/12,Own=No/Yes,Student=No/Yes,Married=Yes/No,Region=South/West,Balance");
    assertPredictsOf(
        "'left' (classes)" + byName,
        "satisfaction_level,last_evaluation,number_project=2/3,average_montly_hours,time_spend_company=2/3,Work_accident=0/1,left=1/0,promotion_last_5years=0/1,Department=sales/hr,salary=low/medium/high");
    assertPredictsOf(
        "'class' (classes)" + byName,
        "class=p/e,cap-shape=x/b,cap-surface=s/y,odor=p/a/l,habitat=u/g/m");
    assertPredictsOf(
        "'species' (classes)" + byName,
        "species=Adelie/Gentoo,island=Biscoe/Dream,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex=male/female");
    assertPredictsOf(
        "'mpg' (a number)" + byName,
        "mpg,cylinders=4/6/8,displacement,horsepower,weight,acceleration,model_year=70/71,origin=1/2/3");
    assertPredictsOf(
        "'tip' (a number)" + byName,
        "total_bill,tip,sex=F/M,smoker=No/Yes,day=Sun/Sat,time=Lunch/Dinner,size=2/3");
    assertPredictsOf(
        "'y' (classes)" + byName,
        "age,job=admin/services,marital=single/married,default=no/yes,balance,housing=no/yes,loan=yes/no,duration,campaign=1/2,poutcome=a/b,y=no/yes");
    assertPredictsOf(
        "'price' (a number)" + byName, "symboling=1/2,bore,stroke,horsepower,city-mpg,price");
    assertPredictsOf(
        "'Sales' (a number)" + byName,
        "Sales,CompPrice,Income,Advertising,Population,Price,ShelveLoc=Bad/Good,Age,Education,Urban=Yes/No,US=No/Yes");
    assertPredictsOf(
        "'Profit' (a number)" + last,
        "Segment=Home/Office,Region=East/West,Sales,Quantity=1/2/3,Discount=0/0.2,Profit");
    assertPredictsOf(
        "'Diabetes_binary' (classes)" + byName,
        "Diabetes_binary=0/1,HighBP=0/1,BMI,Stroke=0/1,HeartDiseaseorAttack=0/1,Income=1/2/3");
    assertPredictsOf(
        "'Diabetes_012' (classes)" + byName,
        "Diabetes_012=0/1/2,HighBP=0/1,BMI,Stroke=0/1,HeartDiseaseorAttack=0/1,Income=1/2/3");
    assertPredictsOf(
        "'HeartDiseaseorAttack' (classes)" + byName,
        "HeartDiseaseorAttack=0/1,HighBP=0/1,BMI,Stroke=0/1,Diabetes=0/1/2,Income=1/2/3");
    assertPredictsOf("'Salary' (a number)" + byName, "AtBat,Hits,HmRun,Runs,Salary,NewLeague=N/A1");
    assertPredictsOf(
        "'price' (a number)" + byName,
        "model=A1/A6,year=2016/2017,price,mileage,tax,mpg,engineSize");
  }

  @Test
  void aTableBelowATitleIsFound() throws IOException {
    String report = "Report 2024\n\nall of us\n" + rows("a;b", 60, i -> i + ",5;" + i * i % 37);
    Said said = done("init", file("found.csv", report));
    assertEquals(
        "warning: found.csv: the table begins in line 4; the lines before it ('Report 2024' ...) are left out (format: {skip-lines: 3})\n",
        said.err());
    String yaml = Files.readString(folder.resolve("found.yaml"));
    assertTrue(yaml.contains("format: {delimiter: ';', decimal: ',', skip-lines: 3}"), yaml);
    train();
    // A file with another title, or with none.
    assertEquals(3, predict("a;b\n1,5;2\n2,5;3\n").out().lines().count());
    assertEquals(
        8, predict("Report 2025\n" + rows("a;b", 7, i -> i + ",5;" + i)).out().lines().count());
    Said data = done("data", path("found.csv"));
    assertTrue(data.out().contains("with a header, starting in line 4,"), data.out());
  }

  @Test
  void linesThatAreNotOfTheTableAreSaid() throws IOException {
    Said title = Said.by("", "data", file("t.csv", "Report\na,b\n1,2\n"));
    assertTrue(
        title
            .err()
            .endsWith(
                "t.csv:2: this line has 2 cells, but the header names 1 column; put a cell that contains a comma in quotes, and leave a missing one empty between its commas; if the table only begins here, skip the lines before it (format: {skip-lines: 1})\n"),
        title.err());
    Said note = Said.by("", "data", file("n.csv", rows("a;b", 30, i -> i + ";2") + "of all\n"));
    assertTrue(
        note.err()
            .endsWith(
                "n.csv:32: this line has 1 cell, but the header names 2 columns; put a cell that contains ';' in quotes, and leave a missing one empty; remove a line that is not part of the table, such as a note\n"),
        note.err());
    String sums = rows("kind,a,b", 30, i -> "k" + i % 3 + "," + i + "," + i % 7);
    assertEquals(
        "warning: s.csv: the last row, in line 32, has 'Total' in column 'kind'; if it sums up the rows above, remove it from the file\n",
        done("data", file("s.csv", sums + "Total,435,90\n")).err());
    assertEquals("", done("data", file("k.csv", sums + "k1,435,90\n")).err());
    String words = rows("kind,a", 30, i -> (i % 3 == 0 ? "average" : "good") + "," + i);
    assertEquals("", done("data", file("w.csv", words + "average,3\n")).err());
  }

  @Test
  void theFormatIsWhatTheUserSays() throws IOException {
    String csv = file("found.csv", "Report~1\n~\n" + rows("a~b", 60, i -> i + ",5~" + i % 7));
    done("init", csv, "--format", "{skip-lines: 2, delimiter: '~'}", "--target", "b");
    String yaml = Files.readString(folder.resolve("found.yaml"));
    assertTrue(yaml.contains("  format: {delimiter: '~', decimal: ',', skip-lines: 2}\n"), yaml);
    train();
    Said wrong = Said.by("", "data", csv, "--format", "{skip: 2}");
    assertEquals(2, wrong.status());
    assertTrue(wrong.err().startsWith("gradus: --format:1:2: skip: "), wrong.err());
    Said both = Said.by("", "data", csv, "--format", "{skip-lines: 2}", "--header", "true");
    assertEquals(
        "gradus: --format says whether there is a header (header: false); remove --header\n",
        both.err());
  }

  @Test
  void numbersInAnotherStyleBelowTheFirstLinesAreNumbers() throws IOException {
    String sorted =
        rows(
            "rooms,price",
            1000,
            i ->
                i % 7
                    + ","
                    + (i < 700 ? String.valueOf(i + 300) : "\"1,%03d\"".formatted(i - 700)));
    String found = init(sorted);
    assertTrue(found.contains("format: {thousands: ','}"), found);
    assertTrue(found.contains("predicts column 'price' (a number)"), found);
    String gap = init(sorted.replace("0,349\n", "0,unknown\n") + "3,unknown\n");
    assertTrue(gap.contains("format: {missing: [unknown], thousands: ','}"), gap);
  }

  @Test
  void aColumnThatCannotBePredictedIsNotTheTarget() throws IOException {
    assertPredicts(
        "'size' (a number), the last one that can be predicted ('name' is not: it has a different text in most rows, such as 'n0', 'n1'",
        rows("kind,size,name", 200, i -> "k" + i % 2 + "," + i * i * 0.5 + ",n" + i));
    assertPredicts(
        "'size' (a number), the last column ('class' is not: it has the same value in every row)",
        rows("class,kind,size", 60, i -> "x,k" + i % 2 + "," + i * i * 0.5));
    Said constant =
        Said.by("", "init", file("c.csv", rows("a,b", 30, i -> i * 0.5 + ",x")), "--target", "b");
    assertEquals(2, constant.status());
    assertTrue(
        constant
            .err()
            .endsWith(
                "column 'b' has the same value in every row, so there is nothing to predict; name another column with --target\n"),
        constant.err());
  }

  @Test
  void metricsFitTheBalanceOfTheClasses() throws IOException {
    String rare = init(rows("x,stroke", 100, i -> i * 0.5 + "," + (i < 8 ? 1 : 0)));
    assertTrue(
        rare.contains(
            "metrics: [balanced-accuracy, roc-auc, accuracy]   # accuracy hides a rare class: 1 has 8 rows, 0 has 92\n"),
        rare);
    train();
    String several =
        init(rows("x,kind", 100, i -> i * 0.5 + "," + (i < 8 ? "a" : i < 50 ? "b" : "c")));
    assertTrue(several.contains("metrics: [balanced-accuracy, accuracy]"), several);
    train();
    String even = init(rows("x,kind", 100, i -> i * 0.5 + "," + (i % 2 == 0 ? "a" : "b")));
    assertTrue(even.contains("metrics: [accuracy]\n"), even);
  }

  @Test
  void aBlankCellOrUnknownWordDoesNotRefuseAFileOfPredictions() throws IOException {
    String clean =
        rows(
            "age,smoker,city,code,y",
            60,
            i ->
                "%s,%s,c%d,%s,%s"
                    .formatted(
                        i * 0.5,
                        i % 3 == 0 ? "yes" : "no",
                        i % 3,
                        i % 4 == 0 ? "A" : i % 4,
                        i % 2 == 0 ? "p" : "q"));
    String yaml = init(clean);
    assertTrue(yaml.contains("  missing: fill\n"), yaml);
    assertTrue(yaml.contains("smoker: {boolean: {missing: most-frequent, unknown: fill}}"), yaml);
    train();
    String blanks =
        "age,smoker,city,code\n1,yes,c1,2\n,no,c1,A\n2,,c0,1\n3,unknown,,3\n4,yes,Oslo,\n";
    Said said = predict(blanks);
    assertEquals(6, said.out().lines().count());
    assertTrue(
        said.err()
            .contains(
                "empty cells are filled with values learned in training: 2 of 5 in column 'code' (2), 1 of 5 in column 'age' (14.5), 1 of 5 in column 'smoker' (no), 1 of 5 in column 'city' ('c1')"),
        said.err());
    assertTrue(
        said.err()
            .contains(
                "1 of 5 rows have a category in column 'smoker' that the model has not learned ('unknown'); they are treated as missing"),
        said.err());
    assertTrue(said.err().contains("1 of 5 rows have a category in column 'city'"), said.err());

    // Rows without a target are dropped, and all inputs are filled nevertheless.
    String gap = init(clean + "1,yes,c1,A,\n");
    assertTrue(gap.contains("  missing: drop\n"), gap);
    assertTrue(gap.contains("age: {numeric: {missing: median}}"), gap);
    train();
    assertEquals(6, predict(blanks).out().lines().count());
  }

  @Test
  void namesWithoutBoundAreBounded() throws IOException {
    String found =
        init(
            rows(
                "surname,city,sex,exited",
                400,
                i ->
                    "s%d,c%d,%s,%d"
                        .formatted(
                            i % 4 == 0 ? i / 4 : i % 40,
                            i % 12,
                            i % 3 == 0 ? "f" : "m",
                            i % 5 / 4)));
    assertTrue(
        found.contains(
            "'surname': 100 different values, of which those in 2 or more training rows, at most 30, are categories; the others and unknown ones share one\n"),
        found);
    assertTrue(
        found.contains(
            "columns: {surname: {categorical: {missing: most-frequent, max-categories: 100, min-count: 2}}, exited: categorical}"),
        found);
    assertTrue(
        found.contains("network:\n  - embedding: {dimensions: 8, min-categories: 10}\n"), found);
    train();
    Said said = predict("surname,city,sex\nnobody,c1,f\ns1,c11,m\n");
    assertEquals("", said.err());
    assertEquals(3, said.out().lines().count());
  }

  @Test
  void howRareACategoryMayBeDependsOnTheRows() throws IOException {
    String few = init(rows("city,x,y", 200, i -> "c" + i % 40 + "," + i + "," + i * i % 37));
    assertTrue(few.contains("min-count: 2}"), few);
    assertTrue(few.contains("in 2 or more training rows, at most 40, are"), few);
    String some = init(rows("city,x,y", 1199, i -> "c" + i % 40 + "," + i + "," + i * i % 37));
    assertTrue(some.contains("min-count: 5}"), some);
    String many = init(rows("city,x,y", 2000, i -> "c" + i % 300 + "," + i + "," + i * i % 37));
    assertTrue(many.contains("min-count: 10}"), many);
    assertTrue(many.contains("in 10 or more training rows, at most 0, are"), many);
  }

  @Test
  void otherEncodingsAreRecognised() throws IOException {
    String cities =
        rows("Städte,x,y", 60, i -> "Köln" + i % 3 + "," + i * 0.5 + "," + i * i % 37 * 0.5);
    for (String encoding : List.of("windows-1252", "utf-16")) {
      Files.deleteIfExists(folder.resolve("found.yaml"));
      Path csv =
          Files.write(folder.resolve("found.csv"), cities.getBytes(Charset.forName(encoding)));
      Said said = done("init", csv.toString());
      assertEquals(
          encoding.equals("windows-1252")
              ? "warning: found.csv: the file is not UTF-8 and is read as windows-1252; if its letters then look wrong, name its encoding (in a configuration, format: {encoding: …})\n"
              : "",
          said.err());
      String yaml = Files.readString(folder.resolve("found.yaml"));
      assertTrue(yaml.contains("format: {encoding: " + encoding + "}"), yaml);
      train();
      assertEquals("", done("predict", path("out/model.safetensors"), csv.toString()).err());
      assertEquals(
          "warning: new.csv differs in format from the training data: it is in utf-8 and not in %s. Gradus reads it as it is written.\n"
              .formatted(encoding),
          predict("Städte,x\nKöln1,2\n").err());
    }
  }

  @Test
  void blanksAndSingleQuotesAreRecognised() throws IOException {
    String blanks =
        init(rows("", 60, i -> "  " + i * 0.5 + "   x" + i % 2 + "\t " + i * i * 0.5).strip());
    assertTrue(blanks.contains("format: {delimiter: blanks, header: false}"), blanks);
    train();
    String quoted = init(rows("a,class", 60, i -> i * 0.5 + ",'" + (i % 2 * 2 - 1) + "'"));
    assertTrue(quoted.contains("format: {quote: \'\'\'\'}"), quoted);
    train();
    assertEquals(
        "class,probability_-1,probability_1",
        predict("a\n1\n").out().lines().findFirst().orElse(""));
  }

  @Test
  void oftenMissingNamesAreACategoryOfTheirOwn() throws IOException {
    String found =
        init(
            rows(
                "area,pool,air,price",
                90,
                i ->
                    "%s,%s,%s,%s"
                        .formatted(
                            i % 9 == 0 ? "NA" : i * 2,
                            i % 9 == 1 ? "good" : i % 9 == 2 ? "fair" : "NA",
                            i % 2 == 0 ? "NA" : i % 3 == 0 ? "Y" : "N",
                            i * 1.5)));
    assertTrue(
        found.contains("'pool': 70 of 90 cells are missing, which becomes a category of its own\n"),
        found);
    assertTrue(found.contains("pool: {categorical: {missing: category}}"), found);
    assertTrue(found.contains("air: {categorical: {missing: category}}"), found);
    assertFalse(found.contains("'area':"), found);
    train();
  }

  /** Kinds of rows that occur in ten columns of a table of purchases. */
  private static String purchase(int row) {
    int i = row % 150;
    return "%s,%s,%s".formatted(i * 0.5, i * i % 37, i * 7 % 3 == 0 ? "yes" : "no");
  }

  @Test
  void repeatedRowsAreCountedAndStayTogether() throws IOException {
    String found = init(rows("a,b,class", 200, FoundTablesTest::purchase));
    assertTrue(
        found.contains(
            "50 of 200 rows equal an earlier row in all columns; the split keeps equal rows together\n"),
        found);
    assertTrue(found.contains("split: {validation: 0.2, duplicates-together: true}"), found);
    train();
    Said data = done("data", path("found.csv"));
    assertTrue(data.out().contains("\n50 of 200 rows equal an earlier row"), data.out());
    assertTrue(done("data", path("found.csv"), "--json").out().contains("\"repeated-rows\":50,"));
    String none = init(rows("a,b,class", 150, FoundTablesTest::purchase));
    assertFalse(none.contains("duplicates") || none.contains("earlier row"), none);
  }

  @Test
  void rowsOfFewValuesMustRepeat() throws IOException {
    String found =
        init(
            rows(
                "deck,sex,survived",
                200,
                i -> i % 3 + "," + (i % 5 < 2 ? "f" : "m") + "," + i * i % 7 / 4));
    assertTrue(
        found.contains(
            "the split does not keep equal rows together, because the columns have only 12 combinations of values, which new rows have, too\n"),
        found);
    assertFalse(found.contains("duplicates-together"), found);
  }

  @Test
  void columnsThatAreEqualOrGiveTheTargetAwayAreLeftOut() throws IOException {
    String classes =
        init(
            rows(
                "a,b,again,alive,code,survived",
                120,
                i ->
                    "%s,%s,%s,%s,%s,%s"
                        .formatted(
                            i * 0.5,
                            i * i % 37,
                            i * 0.5,
                            i * 7 % 3 == 0 ? "yes" : "no",
                            i * 7 % 3 == 0 ? 4 : 2,
                            i * 7 % 3 == 0 ? 1 : 0)));
    assertTrue(
        classes.contains("columns: {again: ignore, alive: ignore, code: ignore, survived: categ"),
        classes);
    train();
    Said again = done("init", path("found.csv"));
    assertTrue(
        again
            .err()
            .contains(
                "3 of 6 columns are ignored: 'again': it has the same values as 'a'; 'alive': each of its values stands for one class of the target; 'code': each"),
        again.err());
    String numbers =
        init(
            rows(
                "a,cents,copy,price",
                120,
                i -> {
                  int price = i * 37 % 120;
                  return "%s,%s,%s,%s".formatted(i * i % 37, price * 30, price * 0.3, price * 0.3);
                }));
    assertTrue(numbers.contains("columns: {cents: ignore, copy: ignore, "), numbers);
    Said more = done("init", path("found.csv"));
    assertTrue(more.err().contains("'cents': it is the target on another scale"), more.err());
    assertTrue(more.err().contains("'copy': it is a copy of the target"), more.err());
    // If nothing else is left, it may be what is to be learned.
    String only = init(rows("x,y", 60, i -> i * 37 % 60 * 0.5 + "," + (i * 37 % 60 + 1)));
    assertFalse(only.contains("ignore"), only);
  }

  /** In more rows than are looked at at once; no column is left out that only seems to be equal. */
  @Test
  void lateRowsShowThatAColumnIsAnotherOne() throws IOException {
    String numbers =
        init(
            rows(
                "a,permuted,late,rounded,price",
                3_000,
                i -> {
                  int price = i * 1_001 % 3_000;
                  return "%s,%s,%s,%s,%s"
                      .formatted(
                          i * i % 1_000,
                          (i + 7) * (i + 7) % 1_000,
                          price * (i < 2_500 ? 10 : 9),
                          Math.rint(price * 254.001) / 100,
                          price);
                }));
    assertTrue(numbers.contains("columns: {rounded: ignore, price: "), numbers);
  }

  @Test
  void columnsThatAlonePredictTheTargetAreSaid() throws IOException {
    String boat =
        init(
            rows(
                "age,boat,survived",
                300,
                i ->
                    "%s,%s,%s"
                        .formatted(
                            i * 13 % 71,
                            i % 3 == 0 ? "b" + i % 7 : i % 100 == 1 ? "b1" : "",
                            i % 3 == 0 ? 1 : 0)));
    assertTrue(
        boat.contains(
            "'boat' alone predicts 'survived' right in 99.33 % of the rows; if it will not be known when you predict, ignore it (columns: {boat: ignore})\n"),
        boat);
    assertFalse(boat.contains("'age' alone"), boat);
    String sum =
        init(
            rows(
                "hour,casual,registered,cnt",
                300,
                i -> {
                  int casual = i * 7919 % 101;
                  int registered = i * 104729 % 397;
                  return "%s,%s,%s,%s".formatted(i % 24, casual, registered, casual + registered);
                }));
    assertTrue(
        sum.contains(
            "'cnt' is 'casual' + 'registered' in every row; if these will not be known when you predict, ignore them (columns: {casual: ignore, registered: ignore})\n"),
        sum);
    String squares =
        init(
            rows(
                "x,side,area",
                300,
                i -> {
                  double side = i * 37 % 300 * 0.5;
                  return i * 13 % 71 + "," + side + "," + side * side;
                }));
    assertTrue(squares.contains("'side' alone predicts 'area' with an R2 of "), squares);
    assertFalse(squares.contains("'x' alone"), squares);
  }

  @Test
  void rowsOfAnIdentifierThatRepeatsStayTogether() throws IOException {
    IntFunction<String> visit =
        i ->
            "%s,%s,%s,%s"
                .formatted(
                    1000 + i * 17 % 40, i * 13 % 71 * 0.5, i * i % 37, i % 40 * 7 % 3 == 0 ? 1 : 0);
    String found = init(rows("patient_id,a,b,outcome", 200, visit));
    assertTrue(found.contains("split: {validation: 0.2, group: patient_id}"), found);
    assertTrue(found.contains("  columns: {outcome: categorical}\n"), found);
    assertTrue(
        found.contains(
            "The split keeps the rows of each 'patient_id' together (40 in 200 rows), so the network is evaluated on groups that it was not trained on. For a random split, remove 'group: patient_id'.\n"),
        found);
    train();
    assertEquals("", predict("a,b\n1,2\n").err());
    done("cross-validate", path("found.yaml"), "--set", "training.epochs=1", "--quiet");
    for (String name : List.of("Patient", "customerID", "session", "SubjectNo", "id", "userid")) {
      String other = init(rows(name + ",a,b,outcome", 200, visit));
      assertTrue(other.contains("group: " + name + "}"), other);
    }
    for (String name : List.of("weight", "customers", "product_id", "number")) {
      String other = init(rows(name + ",a,b,outcome", 200, visit));
      assertFalse(other.contains("group:"), other);
    }
  }

  @Test
  void ofSeveralIdentifiersTheCoarsestIsTheGroupAndTimeComesFirst() throws IOException {
    String nested =
        init(
            rows(
                "session,user,a,y",
                240,
                i -> "s%d,%d,%s,%s".formatted(i / 4, i / 12, i * 13 % 71, i * 7 % 31 * 0.5)));
    assertTrue(nested.contains("group: user}"), nested);
    assertTrue(nested.contains("columns: {session: ignore, "), nested);
    String time =
        init(
            rows(
                "day,user,a,y",
                240,
                i ->
                    "2024-01-%02d,%d,%s,%s"
                        .formatted(i / 10 + 1, i % 20, i * 13 % 71, i * 7 % 31 * 0.5)));
    assertTrue(time.contains("time: day}"), time);
    assertTrue(time.contains("user: ignore"), time);
  }

  @Test
  void aWrongCellDoesNotPredictFarOutsideOfWhatWasLearned() throws IOException {
    String found = init(rows("length,width,price", 60, i -> i % 30 + "," + i % 7 + "," + i % 29));
    assertTrue(found.contains("  columns: {price: {numeric: {clamp: true}}}\n"), found);
    train();
    String predicted = predict("length,width\n1000000,3\n-1000000,3\n").out();
    for (String line : predicted.lines().skip(1).toList()) {
      double price = Double.parseDouble(line);
      assertTrue(price >= 0 && price <= 28, predicted);
    }
  }

  @Test
  void aNumberOfTheFutureMayLeaveItsRange() throws IOException {
    String found =
        init(
            rows(
                "day,width,price",
                60,
                i -> "2024-%02d-%02d,%d,%d".formatted(1 + i / 28, 1 + i % 28, i % 7, i)));
    assertTrue(found.contains("time: day"), found);
    assertFalse(found.contains("clamp"), found);
  }
}
