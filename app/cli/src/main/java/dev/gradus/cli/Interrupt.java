package dev.gradus.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Turns Ctrl-C, or a request to terminate, into a wish to stop that the program can fulfil: once it
 * has asked whether there is one, the process ends when this is closed. Before, while it reads its
 * data for instance, there is nothing to be saved, and the process ends at once.
 */
final class Interrupt implements AutoCloseable {

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "gradus-interrupt");
  private volatile boolean wanted;
  private volatile boolean asked;

  Interrupt() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already.
      wanted = true;
    }
  }

  private void stop() {
    wanted = true;
    if (!asked) {
      System.err.println("gradus: stopped as asked, before anything was learned");
      System.err.flush();
      return;
    }
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether somebody wants the program to stop. */
  boolean isWanted() {
    asked = true;
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
