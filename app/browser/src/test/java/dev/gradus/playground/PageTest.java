package dev.gradus.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gradus.report.Browser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page in a real browser. Skipped where no Chromium is installed; the system property {@code
 * gradus.browser} names another one.
 */
class PageTest {

  private static final Path PAGE =
      Path.of("../playground/target/page/playground.html").toAbsolutePath().normalize();

  /** Numbers are written a few times a second, so a little later than the pictures. */
  private static final String SHOWN =
      "new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done, 0)), 200))";

  /**
   * The functions of the page, whose scripts are in a scope of their own: they run once more here,
   * without the start.
   */
  private static final String OWN =
      "new Function(Gradus.page()[1].replace(/start\\(\\);\\s*$/, 'return {%s};'))()";

  private static final boolean SLOW = Boolean.getBoolean("gradus.slow");

  /** One of so many losses is tried. */
  private static final int SAMPLE = 12;

  private static final int TAB = 9;
  private static final int ENTER = 13;

  private static Browser browser;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    assumeTrue(Browser.find().isPresent(), "no Chromium is installed, so no page is looked at");
    browser = Browser.shared();
  }

  @BeforeEach
  void desktop() {
    browser.look(1400, 900, false);
  }

  /** Opens the page anew, since another fragment alone would not load it. */
  private static void open(String address) {
    browser.open(URI.create("about:blank"));
    browser.open(URI.create(PAGE.toUri() + address));
    // The engine starts after the page is loaded.
    until("document.querySelector('#losses tbody td')");
    browser.evaluate(SHOWN);
  }

  /** For what the page does in any state: opens it unless it is open. */
  private static void openOnce() {
    if (!browser.evaluate("location.href").asText().startsWith(PAGE.toUri().toString())) {
      open("");
    }
  }

  /** Goes to a step of a story, such as {@code question.2}. */
  private static void go(String step) {
    browser.evaluate("location.hash = 'story=%s'".formatted(step));
    String[] parts = step.split("[.]");
    until(
        "document.getElementById('stories').value === '%s' && document.getElementById('place').textContent.startsWith('%s ')"
            .formatted(parts[0], parts[1]));
    browser.evaluate(SHOWN);
  }

  /** Waits until a condition holds: a busy machine takes its time. */
  private static void until(String condition) {
    browser.evaluate(
        """
        new Promise((done, failed) => {
          const end = performance.now() + 30000;
          const look = () => (%s) ? done() : performance.now() > end ? failed(Error('never')) : setTimeout(look, 20);
          look();
        })
        """
            .formatted(condition));
  }

  private static String text(String selector) {
    return browser
        .evaluate("document.querySelector('%s').textContent".formatted(selector))
        .asText();
  }

  /** A number of the table of losses; part 0 is training, 1 is held out. */
  private static double loss(String name, int network, int part) {
    JsonNode found =
        browser.evaluate(
            """
            (() => {
              const row = [...document.querySelectorAll('#losses tbody tr')].find((each) => each.querySelector('th').textContent.split(' – ')[0] === '%s');
              return row?.querySelectorAll('td')[row.querySelectorAll('td').length / 2 * %s + %s].textContent.replaceAll(',', '').replace('−', '-');
            })()
            """
                .formatted(name, network, part));
    return Double.parseDouble(found.asText());
  }

  private static void assertNothingWrong(String where) {
    assertEquals(List.of(), browser.complaints(), where);
    assertEquals("", text("#alert"), where);
  }

  @Test
  void itOpensFromAFolderAndAsksForNothing() {
    open("");
    assertNothingWrong("");
    assertEquals(Set.of(PAGE.toUri().toString()), new HashSet<>(browser.requests()));
    assertTrue(text("#engine").contains("the same bits"), text("#engine"));
    JsonNode colours =
        browser.evaluate(
            """
            [...document.querySelectorAll('canvas')].map((canvas) => new Set(new Uint32Array(
                canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size)
            """);
    assertEquals(4, colours.size());
    colours.forEach(count -> assertTrue(count.asInt() > 20, colours.toString()));
  }

  /** The share of the training examples that have their colour where they belong in picture A. */
  private static double shareOfExamplesInPlace() {
    String own = OWN.formatted("Run, fromAddress, axes, colour, classColour");
    return browser
        .evaluate(
            """
            Gradus.load().then((gradus) => {
              const own = %s;
              const {view, examples} = new own.Run(gradus, own.fromAddress(location.hash).state);
              const {inputs, targets, columns, heldOut, odd, classes, names, target} = examples;
              const canvas = document.querySelector('.surface');
              const [width, height] = [canvas.clientWidth, canvas.clientHeight];
              const share = ([from, to], value) => (value - from) / (to - from);
              let placeOf = (r) => [
                width * share(view.x, inputs[columns * r + view.across]), height * (1 - share(view.y, inputs[columns * r + view.up])),
              ];
              if (view.kind === 'curve') {
                const twin = document.createElement('canvas');
                Object.assign(twin.style, {position: 'fixed', width: width + 'px', height: height + 'px'});
                document.body.append(twin);
                const {at} = own.axes(twin, {from: view.x[0], to: view.x[1], title: names[0]}, {from: view.y[0], to: view.y[1], title: target});
                twin.remove();
                placeOf = (r) => at(inputs[r], targets[r]);
              }
              const rows = Array.from(targets.keys()).filter((r) => !heldOut[r] && !odd[r]);
              const inPlace = rows.filter((r) => {
                const [x, y] = placeOf(r).map((each) => Math.floor(each * devicePixelRatio));
                const pixel = canvas.getContext('2d').getImageData(x, y, 1, 1).data.slice(0, 3).join(', ');
                return `rgb(${pixel})` === own.colour(view.kind === 'curve' ? 'soft' : own.classColour(classes, targets[r]));
              });
              return inPlace.length / rows.length;
            })
            """
                .formatted(own))
        .asDouble();
  }

  /** Some are below others, or below the curve. Also on screens of more pixels. */
  @ParameterizedTest
  @CsvSource({"data=circles, 2", "data=line&b=huber, 1"})
  void examplesAreDrawnWhereTheyAre(String address, int ratio) {
    browser.look(1400, 900, false, ratio);
    open("#examples=40&" + address);
    assertEquals(ratio, browser.evaluate("devicePixelRatio").asInt());
    assertLess(0.75, shareOfExamplesInPlace());
  }

  /** Even where the first and the last example stay where they are. */
  @Test
  void examplesMoveWithTheAxes() {
    String csv = "a,b,d,c\n0,0,0,no\n0.2,0.9,0.1,yes\n0.4,0.2,0.7,no\n0.6,0.8,0.3,yes\n1,1,1,no\n";
    String table = URLEncoder.encode(csv, StandardCharsets.UTF_8);
    open("#data=csv&target=c&validation=0&across=a&up=b&csv=" + table);
    assertEquals(1, shareOfExamplesInPlace());
    browser.evaluate(
        """
        (() => {
          const select = document.querySelector('select[name=up]');
          select.value = 'd';
          select.dispatchEvent(new Event('change', {bubbles: true}));
        })()
        """);
    until("location.hash.includes('up=d')");
    browser.evaluate(SHOWN);
    assertEquals(1, shareOfExamplesInPlace());
  }

  private static List<String> stories() {
    return SLOW
        ? List.of("question", "neuron", "outliers", "noise", "softmax", "relus")
        : List.of("question");
  }

  /** Each step of a story, on a small phone in the dark; of all stories with {@code -Pslow}. */
  @ParameterizedTest
  @MethodSource("stories")
  void theStoriesPlay(String story) {
    browser.look(360, 740, true);
    open("#story=" + story);
    int steps = Integer.parseInt(text("#place").replaceFirst("1 of ", ""));
    assertTrue(steps >= 4, text("#place"));
    Set<String> sentences = new HashSet<>();
    for (int step = 1; step <= steps; step++) {
      String where = story + "." + step;
      go(where);
      assertNothingWrong(where);
      assertEquals(step + " of " + steps, text("#place"));
      assertEquals(
          0,
          browser
              .evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)")
              .asInt(),
          where);
      sentences.add(text("#sentence"));
    }
    assertEquals(steps, sentences.size());
  }

  /** What the sentences of the stories claim. */
  @Test
  @Tag("slow")
  void theStoriesShowWhatTheySay() {
    open("#story=question.2");
    assertLess(3 * loss("mean-squared-error", 1, 1), loss("mean-squared-error", 0, 1));
    go("neuron.2");
    assertLess(0.9, loss("mean-squared-error", 0, 0));
    assertLess(loss("mean-squared-error", 1, 0), 0.02);
    go("neuron.4");
    assertLess(loss("mean-squared-error", 0, 0), 0.1);
    go("outliers.4");
    assertLess(loss("mean-squared-error", 0, 0), loss("mean-squared-error", 1, 0));
    assertLess(loss("mean-absolute-error", 1, 0), loss("mean-absolute-error", 0, 0));
    go("noise.4");
    assertLess(loss("binary-cross-entropy", 0, 1) + 0.1, loss("binary-cross-entropy", 1, 1));
    assertLess(Math.abs(loss("accuracy", 0, 1) - loss("accuracy", 1, 1)), 0.05);
    go("noise.5");
    assertLess(loss("accuracy", 0, 1) + 0.1, loss("accuracy", 1, 1));
    go("softmax.1");
    assertEquals(0, loss("accuracy", 0, 0));
    go("softmax.4");
    assertLess(loss("accuracy", 0, 0), 0.05);
    assertLess(0.95, loss("accuracy", 1, 0));
    go("relus.2");
    assertEquals(List.of(8, 1), List.of(deadInSecondLayer("a"), deadInSecondLayer("b")));
    go("relus.5");
    assertEquals(0, deadInSecondLayer("a"));
    go("relus.6");
    assertEquals(8, deadInSecondLayer("b"));
    assertLess(deadInSecondLayer("a"), 1);
    assertLess(0.9, loss("accuracy", 0, 0));
  }

  private static int deadInSecondLayer(String network) {
    return browser
        .evaluate(
            "document.querySelectorAll('.%s .inside tbody tr:nth-child(2) .dead').length"
                .formatted(network))
        .asInt();
  }

  private static void assertLess(double less, double more) {
    assertTrue(less < more, less + " is not below " + more + " in " + text("#losses"));
  }

  @Test
  void printingAnotherLossChangesTheNumberAndNothingElse() {
    open("#at=40");
    String before = digests("binary-focal");
    assertNotEquals("", before);
    assertEquals(before, digests("mean-absolute-error"));
    browser.evaluate("document.getElementById('step').click()");
    browser.evaluate(SHOWN);
    assertNotEquals(before, digests("mean-absolute-error"));
  }

  /** Prints a loss, and returns what the page says of the weights. */
  private static String digests(String printed) {
    browser.evaluate(
        """
        (() => {
          const select = document.getElementById('another');
          select.value = '%s';
          select.dispatchEvent(new Event('change', {bubbles: true}));
        })()
        """
            .formatted(printed));
    browser.evaluate(SHOWN);
    assertTrue(loss(printed, 0, 0) > 0, printed);
    return text("#unchanged").replaceFirst(".*weights of (.*) are.*", "$1");
  }

  @Tag("slow")
  @Test
  void theAddressRestoresTheState() {
    open("#data=moons&layers=5-4&activation=relu&a=huber(delta=0.3)&seed=7&print=hinge&at=60");
    String first = text("#unchanged");
    assertTrue(first.contains("weights of A "), first);
    String address = browser.evaluate("location.hash").asText();
    for (Map.Entry<String, String> part :
        Map.of("data", "moons", "layers", "5-4", "a", "huber(delta=0.3)", "at", "60").entrySet()) {
      assertTrue(address.contains(part.getKey() + "=" + part.getValue()), address);
    }
    open(address);
    assertEquals(first, text("#unchanged"));
    assertEquals(
        "0.3", browser.evaluate("document.querySelector('.a .options input').value").asText());
    // Back to the start, and to the same batch again.
    for (int batch : List.of(0, 60)) {
      browser.evaluate(
          """
          (() => {
            const time = document.getElementById('time');
            time.value = %s;
            time.dispatchEvent(new Event('input', {bubbles: true}));
          })()
          """
              .formatted(batch));
      browser.evaluate(SHOWN);
    }
    assertEquals(first, text("#unchanged"));
    assertNothingWrong(address);
  }

  @Test
  void aSettingThatCannotBeIsExplainedAndTheRunGoesOn() {
    open("#a=quantile(tau=2)");
    assertTrue(text("#alert").contains("tau"), text("#alert"));
    assertFalse(browser.evaluate("document.getElementById('alert').hidden").asBoolean());
    assertEquals(List.of(), browser.complaints());
  }

  /** The pages of the losses on the site link here. Without {@code -Pslow}, a few are tried. */
  @Test
  void everyLossCanBeTried() {
    openOnce();
    JsonNode losses =
        browser.evaluate(
            "[...document.querySelectorAll('#another option')].map((each) => each.value).filter(Boolean)");
    assertTrue(losses.size() > 20, losses.toString());
    for (int i = 0; i < losses.size(); i += SLOW ? 1 : SAMPLE) {
      String loss = losses.get(i).asText();
      browser.evaluate("location.hash = 'try=%s'".formatted(loss));
      until("document.querySelector('.b .loss select').value === '%s'".formatted(loss));
      browser.evaluate("document.getElementById('step').click()");
      browser.evaluate(SHOWN);
      assertNothingWrong(loss);
    }
  }

  @Test
  void numbersWithADecimalCommaAreNamed() {
    openOnce();
    String refusal =
        browser
            .evaluate(
                """
                Gradus.load().then((gradus) => {
                  try {
                    gradus.create({data: {csv: 'x;y\\n1,5;2\\n2;4\\n3,5;6\\n'}});
                    return 'none';
                  } catch (error) {
                    return error.message;
                  }
                })
                """)
            .asText();
    assertTrue(refusal.contains("'x' have a decimal comma, such as 1,5; write a point"), refusal);
  }

  private static void choose(String selector, String value) {
    browser.evaluate(
        """
        (() => {
          const field = document.querySelector('%s');
          field.value = "%s";
          field.dispatchEvent(new Event('change', {bubbles: true}));
        })()
        """
            .formatted(selector, value));
    browser.evaluate(SHOWN);
  }

  private static void drop(String csv) {
    browser.evaluate(
        """
        (() => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(['%s'], 'table.csv'));
          document.body.dispatchEvent(new DragEvent('drop', {dataTransfer, bubbles: true}));
        })()
        """
            .formatted(csv.replace("\n", "\\n")));
    until("location.hash.includes('data=csv') && document.querySelector('#losses tbody td')");
    browser.evaluate(SHOWN);
  }

  private static String lossOf(String network) {
    return browser
        .evaluate("document.querySelector('.%s .loss select').value".formatted(network))
        .asText();
  }

  /** Classes that are written as numbers, a name with a comma, and another target of the table. */
  @Test
  void aTableDecidesWhatIsLearned() {
    open("#at=0");
    drop(
        "\"size, mm\";town;sick\n1;north;0\n2;south;1\n3.5;north;0\n4;south;1\n5;north;0\n6;south;1\n");
    assertNothingWrong("classes");
    assertEquals("cross-entropy", lossOf("b"));
    choose("select[name=target]", "size, mm");
    assertNothingWrong("numbers");
    assertEquals("huber", lossOf("b"));
    drop("1,2\n3,4\n5,6\n");
    until("document.getElementById('alert').textContent !== ''");
    assertTrue(text("#alert").contains("write the names of the columns"), text("#alert"));
  }

  /** The story of one neuron sets how its target is read, its inputs, its output and its start. */
  @Test
  void aTableAfterAStoryHasNothingOfTheStory() {
    open("#story=neuron.1");
    drop("size,town,sick\n1,n,no\n2,s,yes\n3.5,n,no\n4,s,yes\n5,n,no\n6,s,yes\n");
    assertNothingWrong("classes");
    // It can learn two classes.
    assertEquals("binary-cross-entropy", lossOf("b"));
    String address = browser.evaluate("location.hash").asText();
    for (String setting : List.of("kind=", "scale=", "start=", "output=")) {
      assertFalse(address.contains(setting), address);
    }
  }

  @Test
  @Tag("slow")
  void anotherTargetIsReadAsItIs() {
    String csv =
        URLEncoder.encode("a,b,c\n1,2,no\n2,4,yes\n3,5,no\n4,7,yes\n", StandardCharsets.UTF_8);
    open("#data=csv&target=b&kind=number&b=huber&csv=" + csv);
    choose("select[name=target]", "c");
    assertNothingWrong("classes");
    assertEquals("cross-entropy", lossOf("b"));
    choose("select[name=target]", "b");
    choose("select[name=activation]", "=");
    choose("#activation-formula", "max(x");
    choose("select[name=target]", "c");
    choose("#activation-formula", "max(x, 0)");
    assertNothingWrong("classes after a wrong formula");
    assertEquals("cross-entropy", lossOf("b"));
  }

  @Test
  void whatIsTypedStaysAndItsFaultsAreMarked() {
    open("#noise=2");
    assertEquals("Noise: there must be a number from 0 to 1 here", text("#alert"));
    open("#a==softplus(z)-y*z");
    assertEquals("dL/dz = sigmoid(z) - y", text(".a .note"));
    choose("select[name=data]", "moons");
    assertEquals("=", lossOf("a"));
    assertTrue(browser.evaluate("location.hash").asText().contains("a==softplus"));
    choose("select[name=activation]", "=");
    choose("#activation-formula", "max(x, d * x); d = 0.1");
    browser.evaluate("document.getElementById('epoch').click()");
    browser.evaluate(SHOWN);
    assertNothingWrong("activation");
    assertTrue(
        browser.evaluate("location.hash").asText().contains("activation==max(x"), "the address");
    choose(".b .loss select", "=");
    choose(".b .formula", "d * abs(p - y); d = much");
    assertEquals("'d = much' names no number; write it as in d = 0.5", text("#alert"));
    choose(".b .formula", "d * abs(p - y)");
    assertTrue(text("#alert").startsWith("Network B: formula cannot be read, column 1"));
    assertTrue(text("#alert").endsWith("as in …; d = 0.5"), text("#alert"));
    assertEquals(
        "true",
        browser
            .evaluate("document.querySelector('.b .formula').getAttribute('aria-invalid')")
            .asText());
    // The wrong setting is still there, and so is the sentence.
    browser.evaluate("document.getElementById('time').dispatchEvent(new Event('input'))");
    assertTrue(text("#alert").startsWith("Network B"));
  }

  @Test
  void picturesHaveThePixelsOfTheScreenAndOfPaper() {
    open("#at=0");
    browser.look(1400, 900, false, 2);
    until(
        "[...document.querySelectorAll('canvas')].every((each) => Math.abs(each.width - 2 * each.clientWidth) < 2)");
    browser.look(1400, 900, true, 2);
    String paper =
        browser
            .evaluate(
                """
                (() => {
                  const colour = () => getComputedStyle(document.body).backgroundColor;
                  const screen = colour();
                  dispatchEvent(new Event('beforeprint'));
                  const printed = colour();
                  dispatchEvent(new Event('afterprint'));
                  return [screen, printed, colour()].join(' ');
                })()
                """)
            .asText();
    assertEquals("rgb(21, 23, 27) rgb(253, 252, 249) rgb(21, 23, 27)", paper);
  }

  @Test
  void aButtonGetsItsNameBack() {
    openOnce();
    browser.evaluate(
        "document.getElementById('copy-link').click(), document.getElementById('copy-link').click()");
    until("document.getElementById('copy-link').textContent !== 'Copy link'");
    until("document.getElementById('copy-link').textContent === 'Copy link'");
  }

  /** With every loss, also one that decodes the outputs of its network. */
  @Tag("slow")
  @Test
  void theBoundaryThatIsDrawnIsWhereTheEngineDecides() {
    openOnce();
    JsonNode apart =
        browser.evaluate(
            """
            Gradus.load().then((gradus) => ['circles', 'blobs'].flatMap((name) => {
              const own = %s;
              const settings = {data: {name, classes: 3}, layers: [{units: 4, activation: 'tanh'}]};
              const fitting = gradus.create({...settings, losses: ['mean-squared-error']});
              return gradus.catalogue().losses.filter((loss) => !loss.needsColumns && fitting.fits(loss.name)).map(({name: loss}) => {
                const run = gradus.create({...settings, losses: [loss], rate: 0.03});
                run.step(60);
                const {inputs, targets, heldOut} = run.examples();
                const outputs = run.outputs(0, inputs);
                const width = outputs.length / targets.length;
                // The line is drawn on a square of cells, so of the examples as many as fill one.
                const cells = Math.floor(Math.sqrt(targets.length));
                const level = own.levelOf(outputs.subarray(0, width * cells * cells), run.about, cells);
                let [right, count] = [0, 0];
                targets.forEach((target, r) => {
                  const answer = own.answerOf(outputs, r * width, width);
                  if (r < cells * cells && Math.sign(level?.(r)) === 1 - 2 * answer) throw Error(`${loss}: the line is elsewhere`);
                  if (!heldOut[r]) [right, count] = [right + (answer === target), count + 1];
                });
                return [loss, right / count, run.losses().accuracy[0].training];
              });
            }))
            """
                .formatted(OWN.formatted("answerOf, levelOf")));
    assertTrue(apart.size() > 20, apart.toString());
    assertTrue(apart.toString().contains("corn"), apart.toString());
    apart.forEach(
        one -> assertEquals(one.get(2).asDouble(), one.get(1).asDouble(), 1e-12, one.toString()));
  }

  @Test
  void theKeyboardAloneReachesEverything() {
    open("");
    // The page takes note itself: to ask it after each key takes longer than the key.
    browser.evaluate(
        """
        globalThis.nameOf = (e) => e.id || e.name || e.getAttribute('aria-label') || e.textContent;
        globalThis.reached = new Set();
        addEventListener('focusin', ({target}) => reached.add(nameOf(target)));
        """);
    String missed =
        """
        [...document.querySelectorAll('button, select, input, a[href], summary')]
            .filter((e) => e.checkVisibility() && !e.disabled && !e.closest('dialog'))
            .map(nameOf).filter((name) => !reached.has(name))
        """;
    assertTrue(browser.evaluate(missed).size() > 20, "there is something to reach");
    for (int i = 0; i < 120 && (i % 20 > 0 || browser.evaluate(missed).size() > 0); i++) {
      browser.press("Tab", TAB, "", false);
    }
    assertEquals("[]", browser.evaluate(missed).toString());
    browser.evaluate("document.getElementById('next').focus()");
    browser.press("Enter", ENTER, "\r", false);
    assertEquals("2 of ", text("#place").substring(0, 5));
  }

  @Test
  void everythingHasAName() {
    open("");
    JsonNode nameless =
        browser.evaluate(
            """
            [...document.querySelectorAll('button, select, input, canvas, section, [role]')]
                .filter((e) => !(e.labels?.length || e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.textContent.trim() || e.role === 'alert'))
                .map((e) => e.outerHTML)
            """);
    assertEquals("[]", nameless.toString());
  }
}
