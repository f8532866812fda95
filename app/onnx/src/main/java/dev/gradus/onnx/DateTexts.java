package dev.gradus.onnx;

import dev.gradus.onnx.DateFields.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Appends the way from texts to the numbers of a date. */
final class DateTexts {

  /** What a notation leaves out, if it is not 0: a time alone is one of 2000-01-01. */
  private static final Map<Field, Long> LEFT_OUT =
      Map.of(Field.YEAR, 2000L, Field.MONTH, 1L, Field.DAY, 1L);

  private static final String DAY = "\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])";
  private static final String TIME = "(?:[01]\\d|2[0-3]):[0-5]\\d";
  private static final String SECONDS = ":[0-5]\\d(?:\\.\\d{1,9})?";
  private static final String OFFSET =
      " ?(?:Z|[+-]\\d\\d(?::?\\d\\d(?::?\\d\\d)?)?)?(?:Z|[+-]\\d\\d(?:\\d\\d)?)?(?:UTC)?";

  /** What may follow the minutes or seconds, and changes nothing. */
  private static final List<String> AFTER = List.of(".", "+", "-", "Z", " ", "UTC");

  private final OnnxGraph graph;
  private final Map<Field, String> found = new HashMap<>();
  private String matches = "";

  DateTexts(OnnxGraph graph) {
    this.graph = graph;
  }

  /** The part of texts before or behind the first of some characters. */
  static String split(OnnxGraph graph, String texts, String at, int part) {
    String parts =
        graph.nodes("StringSplit", Map.of("delimiter", at, "maxsplit", 1L), 2, texts).get(0);
    return graph.node("Gather", Map.of("axis", 2L), parts, graph.longs(new long[] {part}));
  }

  /** A number of a date, longs, [rows, 1]. */
  String get(Field field) {
    return found.getOrDefault(
        field, graph.longs(new long[] {LEFT_OUT.getOrDefault(field, 0L)}, 1, 1));
  }

  /** Whether a text is in one of the notations. */
  String matches() {
    return matches;
  }

  /** Reads the notation of a column; a notation that was read before has precedence. */
  void read(String texts, DateFields notation) {
    String fits = fits(texts, notation.pattern());
    String safe = graph.node("Where", fits, texts, graph.text(notation.sample()));
    Map<Field, String> numbers = new HashMap<>(notation.numbers(graph, safe));
    String shortYear = numbers.remove(Field.SHORT_YEAR);
    if (shortYear != null) {
      String late = graph.node("Less", shortYear, graph.longs(new long[] {69}));
      String century =
          graph.node("Where", late, graph.longs(new long[] {2000}), graph.longs(new long[] {1900}));
      numbers.put(Field.YEAR, graph.node("Add", century, shortYear));
    }
    add(fits, numbers);
  }

  /** Reads ISO dates: without a time, and with one behind a T or a blank. */
  void readIso(String texts) {
    DateFields day = DateFields.of("yyyy-MM-dd").orElseThrow();
    read(texts, day);
    for (String between : List.of("T", " ")) {
      String all = DAY + between + TIME + "(?:" + SECONDS + ")?" + OFFSET;
      String fits = fits(texts, all);
      String safe = graph.node("Where", fits, texts, graph.text("2000-01-01" + between + "00:00"));
      Map<Field, String> numbers =
          new HashMap<>(day.numbers(graph, split(graph, safe, between, 0)));
      String time = split(graph, safe, between, 1);
      numbers.put(Field.HOUR, graph.cast(split(graph, time, ":", 0), Element.LONG));
      String minutes = split(graph, time, ":", 1);
      numbers.put(Field.MINUTE, number(split(graph, minutes, ":", 0)));
      String precise = fits(texts, DAY + between + TIME + SECONDS + OFFSET);
      String seconds = graph.node("Where", precise, minutes, graph.text("00:00"));
      numbers.put(Field.SECOND, number(split(graph, seconds, ":", 1)));
      add(fits, numbers);
    }
  }

  private String fits(String texts, String pattern) {
    return graph.node("RegexFullMatch", Map.of("pattern", pattern), texts);
  }

  /** The digits in front of what changes nothing. */
  private String number(String text) {
    String digits = text;
    for (String end : AFTER) {
      digits = split(graph, digits, end, 0);
    }
    return graph.cast(digits, Element.LONG);
  }

  private void add(String fits, Map<Field, String> numbers) {
    if (matches.isEmpty()) {
      found.putAll(numbers);
      matches = fits;
      return;
    }
    List<Field> all = new ArrayList<>(found.keySet());
    numbers.keySet().stream().filter(field -> !all.contains(field)).forEach(all::add);
    Map<Field, String> both = new HashMap<>();
    for (Field field : all) {
      String before = get(field);
      String now = numbers.getOrDefault(field, new DateTexts(graph).get(field));
      both.put(field, graph.node("Where", matches, before, now));
    }
    found.putAll(both);
    matches = graph.node("Or", matches, fits);
  }
}
