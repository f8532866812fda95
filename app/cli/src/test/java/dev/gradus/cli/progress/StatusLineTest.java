package dev.gradus.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.cli.text.Screen;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.runtime.problem.Warning;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line of a run fits the terminal, and its bar stays. */
class StatusLineTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

  @Test
  void theSizeIsThatOfTheTerminal() {
    assertEquals(new Screen(true, 110, 40), Screen.of(true, "40 110", "", ""));
    assertEquals(new Screen(true, 110, 40), Screen.of(true, "40 110\n", "90", "20"));
    assertEquals(new Screen(true, 90, 20), Screen.of(true, "0 0", "90", "20"));
    assertEquals(new Screen(false, 80, 24), Screen.of(false, "", "", ""));
    assertEquals(new Screen(true, 80, 24), Screen.of(true, "stty: no", "wide", "-3"));
    assertEquals(109, Screen.of(true, "40 110", "", "").width());
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 79, 80, 110, 160})
  void theBarStaysWhateverThereIsToSay(int columns) {
    int width = new Screen(true, columns, 24).width();
    for (long steps : new long[] {8, 12_345_678}) {
      for (double loss : new double[] {0.5, 1.2345e-7}) {
        BarView view = new BarView(out, width);
        String line = last(view, steps, loss);
        assertTrue(line.length() <= width, line);
        assertTrue(line.matches("\\[=* *\\] epoch 30/30.*"), line);
        assertTrue(line.indexOf(']') >= 8, line);
        if (columns >= 79) {
          assertTrue(line.contains(" loss ") && line.contains(" val "), line);
        }
        if (columns >= 110) {
          assertTrue(line.contains(" step ") && line.contains(" rate 0.003"), line);
        }
        if (columns == 160) {
          assertTrue(line.contains("accuracy 0.9731"), line);
        }
      }
    }
  }

  @Test
  void aRunThatStopsSaysSoAndNoTimeIsLeft() {
    BarView view = new BarView(out, 79);
    view.started(plan(8));
    view.stepDone(1, 3, 0.25);
    view.epochDone(report(1, 0.25));
    view.stopped("stopped in epoch 2 as requested");
    String text = said.toString(StandardCharsets.UTF_8);
    String line = text.substring(text.lastIndexOf('\r') + 1);
    assertTrue(line.contains("stopped after 0s"), line);
    assertFalse(line.contains("left"), line);
    assertTrue(line.endsWith("\033[K\nstopped in epoch 2 as requested\n"), line);
  }

  @Test
  void whateverEndsItTheNextLineIsOneOfItsOwn() throws InterruptedException {
    BarView view = new BarView(out, 79);
    view.started(plan(8));
    Thread.sleep(110);
    view.stepDone(1, 3, 0.25);
    view.warned(Warning.of("something"));
    assertTrue(text().endsWith("\r\033[Kwarning: something\n"), text());
    view.ended();
    assertTrue(text().endsWith("warning: something\n"), "nothing was open");
  }

  @Test
  void whatMattersLessGivesWayFirst() {
    StatusLine line = new StatusLine("", 0.5).add("one", 0).add("two", 2).add("three", 1);
    assertEquals("[==========          ] one two three", line.of(80));
    assertEquals("[====    ] one two three", line.of(24));
    assertEquals("[=====     ] one three", line.of(23 - 1));
    assertEquals("[======      ] one", line.of(18));
    assertEquals("[ ] one", line.of(7));
    assertEquals("on", line.of(2));
    assertEquals("", line.of(0));
  }

  private String text() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private String last(BarView view, long steps, double loss) {
    view.started(plan(steps));
    view.stepDone(30, (int) Math.min(steps / 30 + 1, Integer.MAX_VALUE), loss);
    view.epochDone(report(30, loss));
    String text = text();
    return text.substring(text.lastIndexOf('\r') + 1, text.lastIndexOf("\033[K"));
  }

  private static TrainingPlan plan(long steps) {
    int each = (int) (steps / 30 + 1);
    return new TrainingPlan(9, 9, 0, 2, 1, 9, 0, 30, each, 30L * each, 1, 99, List.of());
  }

  private static EpochReport report(int epoch, double loss) {
    Map<String, Double> validation = new LinkedHashMap<>();
    validation.put("loss", loss / 3);
    validation.put("accuracy", 0.97312345);
    validation.put("recall-by-class.setosa", 1.0);
    return new EpochReport(epoch, 30, loss, 0, 0.003, validation);
  }
}
