package dev.trainyard.route.reload;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * Lets HTTP requests into the routes. While the gate is closed they wait. So none is in progress
 * while routes are swapped, and none sees a part of an edit.
 */
@Component
class RequestGate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int inside;
  private boolean closed;

  /**
   * Enters, after waiting while the gate is closed; {@link #leave} must follow.
   *
   * @return false when the gate is still closed after the time
   */
  boolean enter(Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lock();
    try {
      while (closed) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      inside++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inside--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes the gate, and waits until every request has left.
   *
   * @return false when a request is still inside after the time; the gate is open again then
   */
  boolean close(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    lock.lock();
    try {
      closed = true;
      while (inside > 0) {
        if (!changed.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          open();
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      open();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  void open() {
    lock.lock();
    try {
      closed = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
