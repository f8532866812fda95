package dev.gradus.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a server at a fixed rate, as clients that do not wait for each other, and prints how long
 * the answers take. A request that starts late because the one before it took long counts from when
 * it should have started.
 *
 * <p>{@code ServeLoad bare PORT} is a server that always gives the same answer, to compare with:
 * what the machine, the client and the server of the JDK take.
 */
public final class ServeLoad {

  private static final double MICROS = 1e3;
  private static final double SECOND = 1e9;

  private ServeLoad() {}

  /**
   * Runs the load, or the bare server.
   *
   * @param arguments the port, the path, the body, requests per second, seconds, connections; or
   *     {@code bare} and the port
   */
  public static void main(String... arguments) throws Exception {
    if (arguments[0].equals("bare")) {
      bare(Integer.parseInt(arguments[1]));
      return;
    }
    byte[] request =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s"
            .formatted(
                arguments[1], arguments[2].getBytes(StandardCharsets.UTF_8).length, arguments[2])
            .getBytes(StandardCharsets.UTF_8);
    int port = Integer.parseInt(arguments[0]);
    double rate = Double.parseDouble(arguments[3]);
    int connections = Integer.parseInt(arguments[5]);
    int each = (int) (rate * Double.parseDouble(arguments[4]) / connections);
    // The first part warms up, and is not counted.
    load(port, request, rate, each, connections);
    long[] nanos = load(port, request, rate, each, connections);
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%,d requests, %.0f per second: p50 %.0f us, p90 %.0f us, p99 %.0f us, p99.9 %.0f us%n",
        nanos.length,
        rate,
        at(nanos, 0.5),
        at(nanos, 0.9),
        at(nanos, 0.99),
        at(nanos, 0.999));
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / MICROS;
  }

  private static long[] load(int port, byte[] request, double rate, int each, int connections)
      throws InterruptedException {
    long[] nanos = new long[each * connections];
    Thread[] clients = new Thread[connections];
    long start = System.nanoTime() + (long) (SECOND / 10);
    for (int c = 0; c < connections; c++) {
      int client = c;
      clients[c] =
          new Thread(
              () -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                  socket.setTcpNoDelay(true);
                  InputStream in = new BufferedInputStream(socket.getInputStream());
                  for (int i = 0; i < each; i++) {
                    long due = start + (long) ((i * (double) connections + client) / rate * SECOND);
                    for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                      LockSupport.parkNanos(due - now);
                    }
                    socket.getOutputStream().write(request);
                    readReply(in);
                    nanos[client * each + i] = System.nanoTime() - due;
                  }
                } catch (IOException e) {
                  throw new IllegalStateException("a request failed", e);
                }
              });
      clients[c].start();
    }
    for (Thread client : clients) {
      client.join();
    }
    return nanos;
  }

  private static void readReply(InputStream in) throws IOException {
    String status = line(in);
    if (!status.contains(" 200 ")) {
      throw new IOException(status);
    }
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      }
    }
    in.skipNBytes(length);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static void bare(int port) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    byte[] reply = "{\"predictions\":[\"setosa\"]}".getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
          }
        });
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    System.out.println("ready");
  }
}
