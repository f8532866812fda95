package dev.gradus.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Turns Ctrl-C, or a request to terminate, into a wish to stop that the program can fulfil: the
 * process ends when this is closed.
 */
final class Interrupt implements AutoCloseable {

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "gradus-interrupt");
  private volatile boolean wanted;

  Interrupt() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop() {
    wanted = true;
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether somebody wants the program to stop. */
  boolean isWanted() {
    return wanted;
  }

  /** All that had to be saved is saved. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook has done its work.
      wanted = true;
    }
  }
}
