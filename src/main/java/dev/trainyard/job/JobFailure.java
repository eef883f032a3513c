package dev.trainyard.job;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * An error that ends an attempt, with text that PostgreSQL can store: NUL becomes a space.
 *
 * @param kind why the attempt failed
 * @param errorClass simple name of the exception
 * @param message what went wrong and what to do, for a user
 * @param stage stage in which it happened; null before the first stage
 * @param stack stack trace for an operator; null when there is none
 */
public record JobFailure(
    FailureKind kind,
    String errorClass,
    String message,
    @Nullable Stage stage,
    @Nullable String stack) {
  private static final int MAX_STACK = 16_384;

  public JobFailure {
    message = storable(message);
    stack = stack == null ? null : storable(stack);
  }

  /** Describes an exception, with the beginning of its stack trace. */
  public static JobFailure of(FailureKind kind, Throwable error, @Nullable Stage stage) {
    String name = error.getClass().getSimpleName();
    StringWriter stack = new StringWriter();
    error.printStackTrace(new PrintWriter(stack));
    return new JobFailure(
        kind,
        name,
        error.getMessage() == null ? name : error.getMessage(),
        stage,
        shortened(stack.toString()));
  }

  private static String shortened(String stack) {
    return stack.substring(0, Math.min(stack.length(), MAX_STACK));
  }

  private static String storable(String text) {
    return text.replace('\0', ' ');
  }
}
