package dev.gradus.serve;

import dev.gradus.engine.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to a {@link Request}.
 *
 * @param status such as 200
 * @param headers all but {@code Content-Length}; in their order
 * @param body in UTF-8; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // A reply is never compared.
public record Reply(int status, Map<String, String> headers, byte[] body) {

  static final String JSON = "application/json";
  static final String CSV = "text/csv";

  /** A sentence may quote a cell, which may be as long as the request. */
  private static final int LONGEST_SENTENCE = 2_000;

  private static Reply of(int status, String type, String body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", type);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Cache-Control", "no-store");
    return new Reply(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  /** A value as JSON. */
  static Reply json(Object value) {
    return of(200, JSON, Json.line(value));
  }

  /** Text of any type. */
  static Reply text(String type, String body) {
    return of(200, type + "; charset=utf-8", body);
  }

  /** A page, which runs no script and loads nothing but what comes from here. */
  static Reply page(String html) {
    return text("text/html", html)
        .with(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
        .with("Referrer-Policy", "no-referrer");
  }

  /** Why there is no answer: {@code {"error": "…"}}. */
  static Reply error(int status, String sentence) {
    String shown =
        sentence.length() <= LONGEST_SENTENCE
            ? sentence
            : sentence.substring(0, LONGEST_SENTENCE) + "…";
    return of(status, JSON, Json.line(Map.of("error", shown)));
  }

  /** Another address. */
  static Reply redirect(String to) {
    return of(302, "text/plain; charset=utf-8", to).with("Location", to);
  }

  /** The same with a further header. */
  Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body);
  }

  /** The same with another status. */
  Reply withStatus(int other) {
    return new Reply(other, headers, body);
  }
}
