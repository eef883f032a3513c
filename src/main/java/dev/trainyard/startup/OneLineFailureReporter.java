package dev.trainyard.startup;

import java.io.PrintStream;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/**
 * Prints a start-up failure on standard error, where shells, supervisors and container runtimes
 * look: one line, and a line for each of several reasons. Boot's own report, a banner of ten lines
 * on standard output, is switched off in {@code application.yaml}.
 */
class OneLineFailureReporter implements FailureAnalysisReporter {

  private final PrintStream out;

  OneLineFailureReporter() {
    this(System.err);
  }

  OneLineFailureReporter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void report(FailureAnalysis analysis) {
    String action = analysis.getAction() == null ? "" : " " + analysis.getAction();
    String line = (analysis.getDescription() + action).replaceAll("\\s+", " ").strip();
    out.println("Trainyard cannot start: " + line);
    if (analysis.getCause() instanceof StartupRefusedException refusal) {
      refusal.details().forEach(out::println);
    }
  }
}
