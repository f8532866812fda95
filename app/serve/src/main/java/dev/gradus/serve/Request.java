package dev.gradus.serve;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request, independent of the server that received it.
 *
 * @param method such as {@code POST}
 * @param path the path of the address, still encoded, without the prefix of the handler and without
 *     a query: {@code /v2/models/iris/infer}
 * @param headers by name, in upper or lower case; only {@code Content-Type} and {@code Accept} are
 *     used
 * @param body not modified; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // A request is never compared.
public record Request(String method, String path, Map<String, String> headers, byte[] body) {

  /** Copies the headers. */
  public Request {
    Objects.requireNonNull(method, "method must not be null");
    Objects.requireNonNull(path, "path must not be null");
    Objects.requireNonNull(body, "body must not be null");
    Map<String, String> any = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    any.putAll(headers);
    headers = any;
  }

  /** The media type of the body, without parameters, in lower case; empty if there is none. */
  String contentType() {
    String type = headers.getOrDefault("Content-Type", "");
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether the body is JSON, as far as the client says; {@code curl -d} says that it is a form.
   */
  boolean isJson() {
    return Set.of("", Reply.JSON, "application/x-www-form-urlencoded").contains(contentType());
  }

  /**
   * Refuses another body.
   *
   * @throws RefusedException if the client says that it is something else
   */
  void requireJson() {
    if (!isJson()) {
      throw new RefusedException(
          RefusedException.UNSUPPORTED_MEDIA_TYPE,
          "the content type is '%s'; send application/json"
              .formatted(JsonBody.shortened(contentType())));
    }
  }

  /** Whether the client asks for a media type by its name. */
  boolean accepts(String mediaType) {
    return headers.getOrDefault("Accept", "").toLowerCase(Locale.ROOT).contains(mediaType);
  }
}
