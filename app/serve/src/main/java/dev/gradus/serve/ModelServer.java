package dev.gradus.serve;

import com.sun.net.httpserver.HttpServer;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.OutputException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that listens. It answers until it is closed.
 *
 * <p>The server of the JDK reads its limits from system properties, once per process: {@code
 * sun.net.httpserver.maxReqTime}, {@code .maxRspTime}, {@code .maxReqHeaderSize}, {@code
 * .maxIdleConnections} and {@code .nodelay}, and {@code jdk.httpserver.maxConnections}. Those that
 * are not set get values that fit the {@link Limits} of the first server.
 */
public final class ModelServer implements AutoCloseable {

  /**
   * Until this release, a virtual thread that waits for the body of a request holds on to its
   * carrier, because the JDK reads it in a synchronized method: a few slow clients would stop the
   * server.
   */
  private static final int LAST_PINNING = 23;

  /** The maximum number of threads, if they are not virtual. */
  private static final int MOST_THREADS = 200;

  private static final int MOST_CONNECTIONS = 1_000;
  private static final int BACKLOG = 512;
  private static final int MINUTE = 60;

  private final ServingHandler handler;
  private final HttpServer server;
  private final ExecutorService requests;
  private final ScheduledExecutorService clock;
  private final int secondsToEnd;

  private ModelServer(
      ServingHandler handler, HttpServer server, ExecutorService requests, int secondsToEnd) {
    this.handler = handler;
    this.server = server;
    this.requests = requests;
    this.secondsToEnd = secondsToEnd;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "gradus-model-reload"));
  }

  /** Listens at an address. */
  @SuppressWarnings("FutureReturnValueIgnored") // The handler reports failures itself.
  static ModelServer start(
      ServingHandler handler, InetSocketAddress address, Limits limits, Duration reloadEvery) {
    limit(limits);
    HttpServer server = listen(address);
    ExecutorService requests = threads();
    server.setExecutor(requests);
    server.createContext("/", handler);
    ModelServer started =
        new ModelServer(
            handler, server, requests, (int) Math.min(MINUTE, limits.time().toSeconds()));
    if (!reloadEvery.isZero()) {
      started.clock.scheduleWithFixedDelay(
          handler::reload, reloadEvery.toNanos(), reloadEvery.toNanos(), TimeUnit.NANOSECONDS);
    }
    server.start();
    return started;
  }

  private static void limit(Limits limits) {
    String seconds = Long.toString(limits.time().toSeconds());
    setIfAbsent("sun.net.httpserver.maxReqTime", seconds);
    setIfAbsent("sun.net.httpserver.maxRspTime", seconds);
    setIfAbsent("sun.net.httpserver.maxReqHeaderSize", Integer.toString(2 * limits.headerBytes()));
    setIfAbsent("jdk.httpserver.maxConnections", Integer.toString(MOST_CONNECTIONS));
    // Otherwise it closes a connection after its reply, without a word, if 200 others are idle.
    setIfAbsent("sun.net.httpserver.maxIdleConnections", Integer.toString(MOST_CONNECTIONS));
    // Otherwise the body of a reply waits until the client has confirmed its headers.
    setIfAbsent("sun.net.httpserver.nodelay", "true");
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static HttpServer listen(InetSocketAddress address) {
    try {
      return HttpServer.create(address, BACKLOG);
    } catch (BindException e) {
      throw new GradusException(
          Problem.of(
              "nothing can listen at %s:%s (%s); is another program using the port? Give another one, or 0 for any that is free"
                  .formatted(address.getHostString(), address.getPort(), IoReason.of(e))),
          e);
    } catch (IOException e) {
      throw new OutputException(Problem.of("the server cannot be started: " + IoReason.of(e)), e);
    }
  }

  /**
   * Virtual threads, where they can wait for a slow client; a limited number of others elsewhere.
   */
  private static ExecutorService threads() {
    if (Runtime.version().feature() > LAST_PINNING) {
      try {
        // Java 17 does not have the method.
        return (ExecutorService)
            MethodHandles.publicLookup()
                .findStatic(
                    Executors.class,
                    "newVirtualThreadPerTaskExecutor",
                    MethodType.methodType(ExecutorService.class))
                .invokeExact();
      } catch (Throwable e) {
        throw new IllegalStateException("this Java has no virtual threads", e);
      }
    }
    AtomicInteger count = new AtomicInteger();
    Waiting waiting = new Waiting();
    return new ThreadPoolExecutor(
        0,
        MOST_THREADS,
        MINUTE,
        TimeUnit.SECONDS,
        waiting,
        work -> daemon(work, "gradus-serve-" + count.incrementAndGet()),
        (work, pool) -> waiting.append(work));
  }

  /**
   * Requests that wait for a thread. A pool makes a further thread only if its queue takes no more,
   * so this one takes a request at once only if a thread waits for it.
   */
  private static final class Waiting extends LinkedTransferQueue<Runnable> {

    private static final long serialVersionUID = 1;

    @Override
    public boolean offer(Runnable work) {
      return tryTransfer(work);
    }

    /** Takes a request when there are as many threads as there may be. */
    void append(Runnable work) {
      super.offer(work);
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** The address of the start page, such as {@code http://127.0.0.1:8080/}. */
  public URI address() {
    InetSocketAddress bound = server.getAddress();
    InetAddress host = bound.getAddress();
    String name =
        host.isAnyLocalAddress() ? "localhost" : host.getHostAddress().replaceFirst("%.*", "");
    return URI.create(
        "http://%s:%s/".formatted(name.contains(":") ? "[" + name + "]" : name, bound.getPort()));
  }

  /** The address of the page of a model. */
  public URI page(String model) {
    return address().resolve("models/" + Paths.encoded(model));
  }

  /** The number of requests that were answered, including those that were refused. */
  public long requests() {
    return handler.requests();
  }

  /**
   * Stops. Requests that have begun are answered first, as long as that takes no more than the time
   * of the {@link Limits}, or a minute. An interrupt does not end this; it is kept.
   */
  @Override
  public void close() {
    handler.end();
    clock.shutdown();
    Thread stopping = daemon(this::stop, "gradus-serve-stop");
    stopping.start();
    boolean interrupted = false;
    while (stopping.isAlive()) {
      try {
        stopping.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    if (Runtime.version().feature() > LAST_PINNING) {
      server.stop(secondsToEnd);
    } else {
      stopBeforeJava24();
    }
    requests.shutdown();
  }

  /**
   * The server closes its port, but waits for all of the time if its last request has just ended.
   */
  private void stopBeforeJava24() {
    Thread waiting = daemon(() -> server.stop(secondsToEnd), "gradus-serve-end");
    waiting.start();
    while (waiting.isAlive() && handler.isRunning()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    server.stop(0);
  }
}
