/** Predictions over HTTP, with the server of the JDK. */
module dev.gradus.serve {
  requires transitive dev.gradus.engine;
  requires transitive jdk.httpserver;

  exports dev.gradus.serve;
}
