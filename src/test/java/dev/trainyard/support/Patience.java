package dev.trainyard.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every wait of a test without a limit of its own last as long as a busy machine may need.
 * Awaitility would give up after 10 s, which is near what a start of a server or a lease takes.
 */
public final class Patience implements BeforeAllCallback {
  /** How long a test waits for what must come; nothing that passes takes nearly as long. */
  public static final Duration LIMIT = Duration.ofMinutes(3);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(LIMIT);
  }
}
