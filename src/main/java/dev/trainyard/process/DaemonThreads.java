package dev.trainyard.process;

import java.util.concurrent.ThreadFactory;

/** Makes threads that do not prevent the process from ending. */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** Returns a thread that is not started yet. */
  public static Thread named(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Returns a factory whose threads all have the same name. */
  public static ThreadFactory factory(String name) {
    return task -> named(name, task);
  }
}
