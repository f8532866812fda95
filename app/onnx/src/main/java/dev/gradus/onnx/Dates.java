package dev.gradus.onnx;

import dev.gradus.onnx.DateFields.Field;
import dev.gradus.runtime.column.DateColumn;
import dev.gradus.runtime.column.DatePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Appends the preparation of a column of dates. */
final class Dates {

  private final OnnxGraph graph;
  private final DateColumn column;

  Dates(OnnxGraph graph, DateColumn column) {
    this.graph = graph;
    this.column = column;
  }

  /**
   * Appends everything.
   *
   * @param faults gets a column that is NaN for cells that are not dates
   * @return the name of the encoded cells
   */
  String append(List<String> faults) {
    if (graph.opset() < Onnx.OPSET_OF_DATES) {
      throw Refusal.of(
          "column '%s' has dates, which need version %s of the ONNX operators, but this is version %s; use --opset %s",
          column.name(), Onnx.OPSET_OF_DATES, graph.opset(), Onnx.OPSET_OF_DATES);
    }
    DateTexts texts = new DateTexts(graph);
    String missing =
        graph.cast(
            graph.ml(
                "LabelEncoder",
                Map.of(
                    "keys_strings",
                    List.of(""),
                    "values_int64s",
                    new long[] {1},
                    "default_int64",
                    0L),
                column.name()),
            Element.BOOLEAN);
    String present =
        column.fill().isEmpty()
            ? column.name()
            : graph.node("Where", missing, graph.text(column.fill().get()), column.name());
    if (!column.format().isEmpty()) {
      Optional<DateFields> own = DateFields.of(column.format());
      texts.read(present, own.orElseThrow(this::refusal));
    }
    texts.readIso(present);
    faults.add(fault(texts));
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < column.parts().size(); i++) {
      appendPart(texts, i, parts);
    }
    if (column.indicator()) {
      parts.add(graph.cast(missing, Element.FLOAT));
    }
    return graph.beside(parts);
  }

  private RuntimeException refusal() {
    return Refusal.of(
        "column '%s' has dates in the format %s, for which there is no form in ONNX; write the dates with yyyy, yy, MM, M, dd, d, HH, H, mm, m, ss and s alone, and decimals of a second behind a point, such as dd/MM/yyyy HH:mm:ss.SSS or yyyyMMdd, or as ISO dates, and train again",
        column.name(), column.format());
  }

  private void appendPart(DateTexts texts, int index, List<String> parts) {
    DatePart part = column.parts().get(index);
    String value = value(texts, part);
    if (part.isCycle()) {
      String angle = graph.node("Mul", value, graph.real(2 * Math.PI));
      parts.add(graph.cast(graph.node("Sin", angle), Element.FLOAT));
      String ahead = graph.node("Add", angle, graph.real(Math.PI / 2));
      parts.add(graph.cast(graph.node("Sin", ahead), Element.FLOAT));
      return;
    }
    String off = graph.node("Sub", value, graph.real(column.means().get(index)));
    String scaled = graph.node("Div", off, graph.real(column.deviations().get(index)));
    parts.add(graph.cast(scaled, Element.FLOAT));
  }

  /** See {@link DatePart#of}; doubles. */
  private String value(DateTexts texts, DatePart part) {
    return switch (part) {
      case YEAR -> wide(texts.get(Field.YEAR));
      case MONTH -> share(minus(texts.get(Field.MONTH), 1), 12);
      case WEEKDAY -> share(mod(plus(days(texts), 3), 7), 7);
      case HOUR -> share(seconds(texts), 86_400);
      case DAY_NUMBER -> graph.node("Add", wide(days(texts)), share(seconds(texts), 86_400));
      case DAY_OF_YEAR -> {
        String length = wide(plus(graph.cast(leap(texts), Element.LONG), 365));
        yield graph.node("Div", wide(dayOfYear(texts)), length);
      }
    };
  }

  private String seconds(DateTexts texts) {
    String hours = times(texts.get(Field.HOUR), 3600);
    String minutes = times(texts.get(Field.MINUTE), 60);
    return graph.node("Add", graph.node("Add", hours, minutes), texts.get(Field.SECOND));
  }

  /** The day of the year, from 0. */
  private String dayOfYear(DateTexts texts) {
    long[] before = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    String month = minus(texts.get(Field.MONTH), 1);
    String start = graph.node("Gather", graph.longs(before, before.length), month);
    String late = graph.node("Greater", month, number(1));
    String more = graph.cast(graph.node("And", late, leap(texts)), Element.LONG);
    return graph.node("Add", graph.node("Add", start, more), minus(texts.get(Field.DAY), 1));
  }

  private String leap(DateTexts texts) {
    String year = texts.get(Field.YEAR);
    String by4 = graph.node("Equal", mod(year, 4), number(0));
    String by100 = graph.node("Equal", mod(year, 100), number(0));
    String by400 = graph.node("Equal", mod(year, 400), number(0));
    String usual = graph.node("And", by4, graph.node("Not", by100));
    return graph.node("Or", usual, by400);
  }

  /** The days since 1970-01-01: those of all years before, and those of this year. */
  private String days(DateTexts texts) {
    String before = minus(texts.get(Field.YEAR), 1);
    String leaps =
        graph.node("Add", graph.node("Sub", div(before, 4), div(before, 100)), div(before, 400));
    String years = graph.node("Add", times(before, 365), leaps);
    return minus(graph.node("Add", years, dayOfYear(texts)), 719_162);
  }

  /** NaN for texts that are not dates, such as 30 February. */
  private String fault(DateTexts texts) {
    long[] lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    String month = minus(texts.get(Field.MONTH), 1);
    String february = graph.node("Equal", month, number(1));
    String more = graph.cast(graph.node("And", february, leap(texts)), Element.LONG);
    String length =
        graph.node("Add", graph.node("Gather", graph.longs(lengths, lengths.length), month), more);
    String there = graph.node("LessOrEqual", texts.get(Field.DAY), length);
    String sound = graph.node("And", texts.matches(), there);
    return graph.node("Where", sound, graph.real(0), graph.real(Double.NaN));
  }

  private String number(long value) {
    return graph.longs(new long[] {value});
  }

  private String plus(String a, long b) {
    return graph.node("Add", a, number(b));
  }

  private String minus(String a, long b) {
    return graph.node("Sub", a, number(b));
  }

  private String times(String a, long b) {
    return graph.node("Mul", a, number(b));
  }

  private String div(String a, long b) {
    return graph.node("Div", a, number(b));
  }

  private String mod(String a, long b) {
    return graph.node("Mod", a, number(b));
  }

  private String wide(String a) {
    return graph.cast(a, Element.DOUBLE);
  }

  private String share(String a, long of) {
    return graph.node("Div", wide(a), graph.real(of));
  }
}
