package dev.trainyard.cli.terminal;

/** Colours, or none. */
public enum Palette {
  /** The text alone. */
  PLAIN,
  /** Sequences of a terminal around the text. */
  COLOURED;

  private static final String RESET = "\u001b[0m";

  /** What a colour says. */
  public enum Tone {
    /** Nothing special. */
    NEUTRAL(""),
    /** Done, or as it should be. */
    GOOD("\u001b[32m"),
    /** Worth a look. */
    WARNING("\u001b[33m"),
    /** Failed. */
    BAD("\u001b[31m"),
    /** Going on. */
    ACTIVE("\u001b[36m"),
    /** A title. */
    STRONG("\u001b[1m");

    private final String sequence;

    Tone(String sequence) {
      this.sequence = sequence;
    }
  }

  /** When there are colours. */
  public enum Use {
    /** On a terminal, unless {@code NO_COLOR} is set or {@code TERM} is {@code dumb}. */
    AUTO,
    /** Even in a file. */
    ALWAYS,
    /** Never. */
    NEVER
  }

  /**
   * Returns the palette for standard output.
   *
   * @param use what the user asks for
   */
  public static Palette of(Use use, Shell shell) {
    boolean coloured =
        switch (use) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO ->
              shell.terminals().out()
                  && shell.variables().getOrDefault("NO_COLOR", "").isEmpty()
                  && !shell.variables().getOrDefault("TERM", "").equals("dumb");
        };
    return coloured ? COLOURED : PLAIN;
  }

  /** Returns the text in a tone. */
  public String paint(String text, Tone tone) {
    return this == PLAIN || tone == Tone.NEUTRAL || text.isEmpty()
        ? text
        : tone.sequence + text + RESET;
  }
}
