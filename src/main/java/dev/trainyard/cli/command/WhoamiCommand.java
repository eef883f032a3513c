package dev.trainyard.cli.command;

import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** {@code whoami}: as whom the service knows the user. */
@Command(
    name = "whoami",
    description = "Show as whom the service knows you, and your role.",
    footer = {"%nExample:", "  trainyard whoami --profile desk"})
public final class WhoamiCommand extends ServiceCommand {
  /** Creates the command. */
  public WhoamiCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) {
    session.show(
        session.service().get(ServicePath.of("/me")),
        "name",
        me ->
            new Details()
                .add("service", session.service().target().toString())
                .add("name", Cells.text(me, "name"))
                .add("role", Cells.text(me, "role"))
                .add("expires", Cells.time(me, "expires_at"))
                .add("mode", Cells.text(me, "mode"))
                .print(session));
    return DONE;
  }
}
