package dev.trainyard.cli;

import dev.trainyard.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: lets a shell complete commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print a script for completion in bash or zsh.",
    footer = {
      "%nExamples:",
      "  source <(trainyard completion bash)",
      "  echo 'source <(trainyard completion zsh)' >> ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells that the script fits: in zsh it switches on the completion of bash. */
  enum ShellName {
    /** GNU Bash. */
    BASH,
    /** Z shell. */
    ZSH
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      defaultValue = "bash",
      description = "bash or zsh. Default: bash.")
  private ShellName shellName = ShellName.BASH;

  @Spec private CommandSpec spec;

  private final Shell shell;

  CompletionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    String script = AutoComplete.bash(root.getCommandName(), root);
    // zsh needs its own completion before that of bash
    shell
        .out()
        .print(
            shellName == ShellName.ZSH ? "autoload -U +X compinit && compinit\n" + script : script);
    return 0;
  }
}
