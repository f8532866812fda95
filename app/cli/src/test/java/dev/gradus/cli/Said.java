package dev.gradus.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The output of a command that was run in this process. */
record Said(int status, String out, String err) {

  /** Runs a command. */
  static Said by(String input, String... arguments) {
    return by(input, new ByteArrayOutputStream(), arguments);
  }

  /** Runs a command, and lets a listener read its standard error. */
  static Said by(String input, ByteArrayOutputStream saidErr, String... arguments) {
    InputStream in = System.in;
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream saidOut = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      System.setOut(new PrintStream(saidOut, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(saidErr, true, StandardCharsets.UTF_8));
      int status = Main.run(arguments);
      return new Said(
          status,
          saidOut.toString(StandardCharsets.UTF_8),
          saidErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setIn(in);
      System.setOut(out);
      System.setErr(err);
    }
  }
}
