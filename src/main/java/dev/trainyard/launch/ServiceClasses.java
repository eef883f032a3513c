package dev.trainyard.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;

/** Runs the service with the class loader that finds its classes the fastest. */
public final class ServiceClasses {
  /** The class loader of Spring Boot, for jars within a jar. */
  private static final String NESTED = "org.springframework.boot.loader.launch.LaunchedClassLoader";

  private ServiceClasses() {}

  /**
   * Calls the static method {@code run(String...)} of a class.
   *
   * @param className a class that has the method
   * @param caller a class that the service was started with
   * @param arguments of the call
   */
  public static void run(String className, Class<?> caller, String... arguments) {
    ClassLoader loader = fastest(caller.getClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    try {
      Method run = Class.forName(className, true, loader).getMethod("run", String[].class);
      run.invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      throw unwrapped(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the classes of the service are incomplete", e);
    }
  }

  private static ClassLoader fastest(ClassLoader given) {
    if (given instanceof URLClassLoader nested && nested.getClass().getName().equals(NESTED)) {
      try {
        return new IndexedClassLoader(nested.getURLs(), nested.getParent());
      } catch (IOException e) {
        throw new UncheckedIOException("The jar of the service cannot be read", e);
      }
    }
    return given;
  }

  /** Returns what a caller without reflection would have met. */
  private static RuntimeException unwrapped(InvocationTargetException wrapped) {
    Throwable failure = wrapped.getCause();
    if (failure instanceof RuntimeException unchecked) {
      return unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(wrapped);
  }
}
