package dev.trainyard.startup;

import org.springframework.context.SmartLifecycle;

/** A part of the service that never ends its work; a test adds it to a real process. */
public class HangingStop implements SmartLifecycle {
  static final String HANGS = "the stop hangs";

  private volatile boolean running;

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    System.out.println(HANGS);
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
