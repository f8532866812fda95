package dev.gradus.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Asks a handler, and reads its replies with a reader that is not the one of the server. */
record Client(ServingHandler handler) {

  static final ObjectMapper JSON = new ObjectMapper();

  Reply get(String path) {
    return handler.answer(new Request("GET", path, Map.of(), new byte[0]));
  }

  Reply post(String path, String body) {
    return post(path, body, Map.of("Content-Type", "application/json"));
  }

  Reply post(String path, String body, Map<String, String> headers) {
    return handler.answer(
        new Request("POST", path, headers, body.getBytes(StandardCharsets.UTF_8)));
  }

  static String text(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  static JsonNode json(Reply reply) {
    return json(text(reply));
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  /** The sentence of a reply that refuses a request. */
  static String error(Reply reply) {
    return json(reply).path("error").asText();
  }
}
