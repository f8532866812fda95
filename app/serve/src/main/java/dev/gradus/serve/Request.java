package dev.gradus.serve;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * A request, independent of the server that received it.
 *
 * @param method such as {@code POST}
 * @param path the path of the address, still encoded, without the prefix of the handler and without
 *     a query: {@code /v2/models/iris/infer}
 * @param headers by name, in upper or lower case; only {@code Content-Type}, {@code
 *     Content-Encoding} and {@code Accept} are used
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

  /**
   * The same request with the body as it was before its encoding.
   *
   * @param mostBytes that the body may have
   * @param share holds the bytes of the new body
   * @throws RefusedException if the body is larger, is not what the client says, is encoded in
   *     another way than gzip, or finds no memory
   */
  Request decoded(int mostBytes, BodyMemory.Share share) {
    String encoding = headers.getOrDefault("Content-Encoding", "").strip().toLowerCase(Locale.ROOT);
    if (Set.of("", "identity").contains(encoding)) {
      return this;
    }
    if (!Set.of("gzip", "x-gzip").contains(encoding)) {
      throw RefusedException.encoding(JsonBody.shortened(encoding));
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] plain = share.read(in, mostBytes);
      Map<String, String> others = new TreeMap<>(headers);
      others.keySet().removeIf("Content-Encoding"::equalsIgnoreCase);
      return new Request(method, path, others, plain);
    } catch (IOException e) {
      throw RefusedException.bad(
          "the Content-Encoding is gzip, but the body cannot be decompressed; compress it with gzip, or leave the header out");
    }
  }

  /** Whether the client asks for a media type by its name. */
  boolean accepts(String mediaType) {
    return headers.getOrDefault("Accept", "").toLowerCase(Locale.ROOT).contains(mediaType);
  }
}
