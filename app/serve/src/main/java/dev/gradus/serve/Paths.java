package dev.gradus.serve;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The paths of addresses. They are compared with fixed names, and never become those of files. */
final class Paths {

  private Paths() {}

  /**
   * The segments of a path, decoded.
   *
   * @param path begins with a slash
   * @return at least one
   * @throws RefusedException if an escape is malformed
   */
  static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      try {
        // The decoder is made for forms, in which a plus is a blank.
        segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw RefusedException.bad("the address has a malformed escape; encode names as in %%20");
      }
    }
    return segments.subList(1, segments.size());
  }

  /** A name as a segment. */
  static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
