package dev.gradus.serve;

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
  private final Optional<String> allowed;

  /**
   * Refuses a request.
   *
   * @param status of HTTP
   * @param sentence what was found, what was expected, and what to do
   */
  RefusedException(int status, String sentence) {
    this(status, sentence, Optional.empty());
  }

  private RefusedException(int status, String sentence, Optional<String> allowed) {
    // It is thrown for every bad request, so it does without a stack trace.
    super(sentence, null, false, false);
    this.status = status;
    this.allowed = allowed;
  }

  /** A request with a method that its address does not take. */
  static RefusedException method(String given, String allowed) {
    return new RefusedException(
        METHOD_NOT_ALLOWED,
        "the method is %s; this address takes %s".formatted(JsonBody.shortened(given), allowed),
        Optional.of(allowed));
  }

  /** A request whose content is wrong. */
  static RefusedException bad(String sentence, Object... found) {
    return new RefusedException(BAD_REQUEST, sentence.formatted(found));
  }

  /** The reply. */
  Reply reply() {
    Reply reply = Reply.error(status, String.valueOf(getMessage()));
    return allowed.map(method -> reply.with("Allow", method)).orElse(reply);
  }
}
