package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.terminal.Shell;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands that say whether trading systems use a configuration. */
public final class ActivationCommands {
  private ActivationCommands() {}

  /** {@code activate}. */
  @Command(
      name = "activate",
      description = "Let trading systems use configurations.",
      footer = {"%nExample:", "  trainyard activate 01980a61-3f0e-7c7e-9a55-0f6f3c1d2e4a"})
  public static final class Activate extends ServiceCommand {
    @Parameters(arity = "1..*", paramLabel = "CONFIGURATION", description = "Ids.")
    private List<String> ids = new ArrayList<>();

    /** Creates the command. */
    public Activate(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      return change(session, ids, "/configurations/{}/activate");
    }
  }

  /** {@code deactivate}. */
  @Command(
      name = "deactivate",
      description = "Let trading systems no longer use configurations.",
      footer = {"%nExample:", "  trainyard deactivate 01980a61-3f0e-7c7e-9a55-0f6f3c1d2e4a"})
  public static final class Deactivate extends ServiceCommand {
    @Parameters(arity = "1..*", paramLabel = "CONFIGURATION", description = "Ids.")
    private List<String> ids = new ArrayList<>();

    /** Creates the command. */
    public Deactivate(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      return change(session, ids, "/configurations/{}/deactivate");
    }
  }

  private static int change(Session session, List<String> ids, String path) {
    for (String id : ids) {
      session.show(
          session.service().post(ServicePath.of(path, id)),
          "config_id",
          changed -> say(session, changed));
    }
    return ServiceCommand.DONE;
  }

  private static void say(Session session, JsonNode changed) {
    session.say(
        "Configuration %s is %s."
            .formatted(
                Cells.text(changed, "config_id"),
                changed.path("is_active").asBoolean() ? "active" : "not active"));
    String warning = Cells.text(changed, "warning");
    if (!warning.isEmpty()) {
      session.note("Warning: " + warning);
    }
  }
}
