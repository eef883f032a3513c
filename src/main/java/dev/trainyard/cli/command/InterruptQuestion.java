package dev.trainyard.cli.command;

import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.terminal.LiveLine;
import dev.trainyard.cli.terminal.Shell;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * What Ctrl-C does while a command waits for what it has submitted. On a terminal it asks whether
 * to cancel; a second one leaves it running. Where nobody can answer it is left running at once.
 */
final class InterruptQuestion {
  /** Exit code of a command that was interrupted: 128 and the number of the signal. */
  private static final int INTERRUPTED = 130;

  private final Shell shell;
  private final LiveLine line;
  private final String what;
  private final String watch;
  private final Runnable cancel;
  private final IntConsumer exit;
  private final AtomicBoolean asking = new AtomicBoolean();

  /**
   * @param what what goes on: a job or a group of them
   * @param watch the command that shows it
   * @param cancel cancels it
   * @param exit ends the process
   */
  InterruptQuestion(
      Shell shell, LiveLine line, String what, String watch, Runnable cancel, IntConsumer exit) {
    this.shell = shell;
    this.line = line;
    this.what = what;
    this.watch = watch;
    this.cancel = cancel;
    this.exit = exit;
  }

  /** Ctrl-C was pressed. May be called again while it asks. */
  void pressed() {
    boolean canAnswer = shell.terminals().in() && shell.terminals().err();
    if (!canAnswer || !asking.compareAndSet(false, true)) {
      leave();
      return;
    }
    line.pause();
    shell.err().printf("%nCancel the %s? [y/N] ", what);
    shell.err().flush();
    try {
      String answer = shell.line();
      if (answer != null && answer.toLowerCase(java.util.Locale.ROOT).startsWith("y")) {
        cancel.run();
      }
    } catch (IOException e) {
      leave();
    } catch (ServiceException e) {
      shell.err().println(e.getMessage());
    } finally {
      line.resume();
      asking.set(false);
    }
  }

  private void leave() {
    line.clear();
    shell.err().printf("%nThe %s goes on. Show it with: %s%n", what, watch);
    shell.err().flush();
    shell.out().flush();
    exit.accept(INTERRUPTED);
  }
}
