package dev.gradus.serve;

import java.util.Map;
import java.util.Optional;

/** A request that is not answered, with the reason for the client. */
final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  static final int BAD_REQUEST = 400;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int TOO_LARGE = 413;
  static final int UNSUPPORTED_MEDIA_TYPE = 415;
  static final int UNPROCESSABLE = 422;
  static final int HEADERS_TOO_LARGE = 431;
  static final int UNAVAILABLE = 503;

  private final int status;

  /** The name and the value of a header of the reply; empty if there is none. */
  private final Optional<Map.Entry<String, String>> header;

  /**
   * Refuses a request.
   *
   * @param status of HTTP
   * @param sentence what was found, what was expected, and what to do
   */
  RefusedException(int status, String sentence) {
    this(status, sentence, Optional.empty());
  }

  private RefusedException(
      int status, String sentence, Optional<Map.Entry<String, String>> header) {
    // It is thrown for every bad request, so it does without a stack trace.
    super(sentence, null, false, false);
    this.status = status;
    this.header = header;
  }

  /** A request with a method that its address does not take. */
  static RefusedException method(String given, String allowed) {
    return new RefusedException(
        METHOD_NOT_ALLOWED,
        "the method is %s; this address takes %s".formatted(JsonBody.shortened(given), allowed),
        Optional.of(Map.entry("Allow", allowed)));
  }

  /** A request whose body is encoded in another way than gzip. */
  static RefusedException encoding(String given) {
    return new RefusedException(
        UNSUPPORTED_MEDIA_TYPE,
        "the Content-Encoding is '%s'; compress the body with gzip, or send it as it is, without this header"
            .formatted(given),
        Optional.of(Map.entry("Accept-Encoding", "gzip")));
  }

  /** A request whose body has too many bytes. */
  static RefusedException tooLarge(int mostBytes) {
    return new RefusedException(
        TOO_LARGE, "the body has more than %s bytes; send the rows in parts".formatted(mostBytes));
  }

  /** A request that is right, but comes when there is too much to do. */
  static RefusedException later(String sentence) {
    return new RefusedException(UNAVAILABLE, sentence, Optional.of(Map.entry("Retry-After", "1")));
  }

  /** A request whose content is wrong. */
  static RefusedException bad(String sentence, Object... found) {
    return new RefusedException(BAD_REQUEST, sentence.formatted(found));
  }

  /** The reply. */
  Reply reply() {
    Reply reply = Reply.error(status, String.valueOf(getMessage()));
    return header.map(it -> reply.with(it.getKey(), it.getValue())).orElse(reply);
  }
}
