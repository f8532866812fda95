package dev.gradus.formula.typed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every wrong formula is refused with the column and the cause. */
class WrongFormulasTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "~1~the formula is empty",
        "p -~4~the formula ends here, but a number, a name or ( is missing",
        "p - y)~6~expected an operator such as + or *, but found ')'; there is no ( for it",
        "(p - y~7~'(' in column 1 is not closed; add )",
        "abs(p - y~10~'abs' in column 1 is not closed; add )",
        "abs(p - y))~11~there is no ( for it",
        "2p~2~an operator is missing after '2'; write * to multiply",
        "2(p - y)~2~an operator is missing after '2'",
        "(p - y)(p - y)~8~an operator is missing after '(p - y)'",
        "p y~3~an operator is missing after 'p'",
        "p(y)~2~'p' is not a function; write p * (…) to multiply",
        "pi(2)~3~'pi' is not a function",
        "d abs(p)~3~an operator is missing after 'd'",
        "ln(p)~1~the function 'ln' is not known; write log",
        "log10(p)~1~write log(…) / log(10)",
        "log2(p)~1~write log(…) / log(2)",
        "pow(p, 2)~1~write ^",
        "square(p)~1~write ^2",
        "sqr(p)~1~write ^2",
        "mean((p - y)^2)~1~'mean' is not known; write the loss of one output, without mean or sum; Gradus takes the mean over the outputs",
        "sum(p)~1~Gradus takes the mean over the outputs",
        "p - np.log(p)~5~the name 'np' is not known; write functions by their names alone",
        "math.abs(p - y)~1~write functions by their names alone",
        "relu(p)~1~write max(…, 0)",
        "tan(p)~1~write sin(…) / cos(…)",
        "maximum(p, 0)~1~write max",
        "if(p < y, 1, 0)~1~write where",
        "logistic(p)~1~write sigmoid",
        "logcosh(p)~1~write log(cosh(…))",
        "Abs(p)~1~'Abs' is not known; write abs",
        "foo(p)~1~'foo' is not known; there are abs, atan, clip",
        "abs p~5~'abs' is a function; write abs(…)",
        "abs~4~'abs' is a function; write abs(…)",
        "q + p~1~the name 'q' is not known; there are p, y, d, and the constants that you name",
        "p - t~5~'t' is not known; the target is y",
        "y_pred - y~1~the prediction is p",
        "e^p~1~for Euler's number write exp(1)",
        "p * PI~5~write pi",
        "x~1~the name 'x' is not known",
        "|p - y|~1~| is not known; write abs(…)",
        "p = y~3~expected an operator such as + or *, but found '='; only where compares",
        "p == y~3~only where compares",
        "p < y~3~a comparison can only be the first argument of where",
        "(p < y) * 2~4~a comparison can only be the first argument of where",
        "where(p, 1, 0)~8~expected a comparison: < <= > or >=, but found ','",
        "where(p == y, 1, 0)~9~where compares with < <= > or >=, not with =",
        "where(0 < p < y, 1, 0)~13~where takes one comparison",
        "where(p < y)~12~where needs 3 arguments, but has 1 here; write it like where(p < y, p, y)",
        "where(p < y, 1)~15~where needs 3 arguments, but has 2 here",
        "abs()~5~abs needs 1 argument, but has none here; write it like abs(p)",
        "abs(p, y)~8~abs needs 1 argument, but has more here",
        "max(p)~6~max needs 2 arguments, but has 1 here; write it like max(p, 0)",
        "max(p, y, d)~11~max needs 2 arguments, but has more here",
        "clip(p, 0)~10~clip needs 3 arguments, but has 2 here; write it like clip(p, 0, 1)",
        "1..5 * p~1~'1..5' is not a number",
        ". + p~1~'.' is not a number",
        "1e999 * p~1~'1e999' is too large",
        "p / 0~3~this divides by 0",
        "p / (1 - 1)~3~this divides by 0",
        "p + log(-1)~5~log(-1) is not a finite number",
        "p * sqrt(-4)~5~sqrt(-4) is not a finite number",
        "p * 0^-1~6~0 to the power of -1 is not a finite number",
        "p * (1 - 3)^0.5~12~-2 to the power of 0.5 is not a finite number",
        "1e200 * 1e200 * p~7~the numbers here do not give a finite number",
        "p + * y~5~expected a number, a name or (, but found '*'",
        "* p~1~expected a number, a name or (, but found '*'",
        "p ^ ^ 2~5~expected a number, a name or (, but found '^'",
        "p² + y~2~but found '²'; write ^2",
        "p − y~3~but found '−'; write the minus sign of the keyboard, -",
        "2 × p~3~but found '×'; write * to multiply",
        "0,5 * p~2~but found ','; a comma separates the arguments of a function, and 0.5 has a point",
        "[p - y]~1~but found '['; write (",
        "p $ y~3~but found '$'",
        "p; y~2~but found ';'",
        "max(p, )~8~expected a number, a name or (, but found ')'",
        "p ** ~6~a number, a name or ( is missing",
        "p!~2~but found '!'",
        "ABS(p)~1~write abs",
        "p + clip(y, 1, 0)~5~clip takes its low bound before its high one, as clip(p, 0, 1)",
        "clip(p, 0.5, 0.5)~1~clip takes its low bound before its high one",
        "2e * p~2~an operator is missing after '2'",
        "p.5~2~but found '.'",
      })
  void isRefused(String formula, int column, String cause) {
    FormulaException refusal =
        assertThrows(
            FormulaException.class,
            () -> TermParser.parse(formula == null ? "" : formula, List.of("p", "y", "d")));
    assertEquals(column, refusal.column(), refusal.getMessage());
    assertTrue(refusal.getMessage().startsWith("column " + column + ": "), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(cause), refusal.getMessage());
  }

  @Test
  void aMeanIsExplainedByWhatTheFormulaIsFor() {
    assertEquals(
        "column 5: the function 'mean' is not known; a formula sees one number at a time",
        assertThrows(FormulaException.class, () -> TermParser.parse("x - mean(x)", List.of("x")))
            .getMessage());
  }

  @Test
  void soIsOneThatIsTooLongOrTooDeep() {
    String deep = "(".repeat(100) + "p" + ")".repeat(100);
    assertTrue(refusalOf(deep).getMessage().contains("is nested more than 60 deep"));
    assertTrue(refusalOf("-".repeat(200) + "p").getMessage().contains("nested more than 60"));
    assertTrue(refusalOf("p^".repeat(200) + "p").getMessage().contains("nested more than 60"));
    String wide = "p" + " + p".repeat(400);
    assertEquals(TermParser.LONGEST + 1, refusalOf(wide).column());
  }

  private static FormulaException refusalOf(String formula) {
    return assertThrows(FormulaException.class, () -> TermParser.parse(formula, List.of("p", "y")));
  }

  @Test
  void everyFunctionIsKnown() {
    assertEquals(20, TermFunction.names().size());
    for (String name : TermFunction.names()) {
      TermFunction function = TermFunction.valueOf(name.toUpperCase(Locale.ROOT));
      String arguments =
          function == TermFunction.WHERE
              ? "p < y, p, y"
              : "p" + ", y".repeat(function.arguments() - 1);
      TermParser.parse(name + "(" + arguments + ")", List.of("p", "y"));
    }
  }
}
