package dev.trainyard.process;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles signals of the operating system. The JDK offers only {@code sun.misc.Signal} of the
 * module {@code jdk.unsupported}. It is reached by reflection because the compiler warns of any
 * other use, and because a JVM may lack the module.
 */
final class OsSignal {
  private static final Logger LOG = LoggerFactory.getLogger(OsSignal.class);

  private OsSignal() {}

  /**
   * Runs an action, on a thread of its own, each time that a signal arrives. Where signals cannot
   * be handled, the JVM's own handling stays.
   *
   * @param name such as {@code TERM}
   */
  static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler run =
          (proxy, method, arguments) -> {
            action.run();
            return null;
          };
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(name),
              Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, run));
    } catch (ReflectiveOperationException e) {
      // With -Xrs the JVM leaves all signals to the operating system
      LOG.debug("SIG{} is not handled", name, e);
    }
  }
}
