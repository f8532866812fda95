/**
 * Serves models over HTTP.
 *
 * <p>{@link dev.gradus.serve.Serving} starts a server, or makes a handler for the server of an
 * application. Programs ask with the Open Inference Protocol (version 2), with the requests of
 * MLflow, or with CSV; people type a row into a page.
 *
 * <pre>{@code
 * try (ModelServer server = Serving.of("iris", model).start(8080)) {
 *   server.await();
 * }
 * }</pre>
 *
 * <p>Requests come from others: no path of a request reaches the disk, their sizes are {@link
 * dev.gradus.serve.Limits limited}, and a request that cannot be answered gets a sentence that says
 * why, with a status from 400 to 499.
 */
package dev.gradus.serve;
