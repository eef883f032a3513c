package dev.trainyard.process;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Handles signals of the operating system. The JDK offers only {@code sun.misc.Signal} of the
 * module {@code jdk.unsupported}. It is reached by reflection because the compiler warns of any
 * other use, and because a JVM may lack the module.
 */
public final class OsSignal {
  private OsSignal() {}

  /**
   * Runs an action, on a thread of its own, each time that a signal arrives. Where signals cannot
   * be handled, as with {@code -Xrs}, the JVM's own handling stays.
   *
   * @param name such as {@code TERM}
   * @return puts back what was done before on that signal
   */
  public static Runnable handle(String name, Runnable action) {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler run =
          (proxy, method, arguments) -> {
            action.run();
            return null;
          };
      Object former =
          set(
              name,
              Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, run));
      return () -> restore(name, former);
    } catch (ReflectiveOperationException e) {
      return () -> {};
    }
  }

  private static void restore(String name, Object former) {
    try {
      set(name, former);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("SIG%s was handled before".formatted(name), e);
    }
  }

  private static Object set(String name, Object action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    return signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), action);
  }
}
