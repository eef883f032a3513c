package dev.trainyard.api.openapi;

import java.util.Arrays;
import java.util.Locale;

/** The least role that may call an operation, the lowest first. */
public enum RequiredRole {
  /** Everybody may, also without a key. */
  PUBLIC,
  /** Who may look at everything. */
  VIEWER,
  /** Who may also start, stop and upload. */
  OPERATOR,
  /** Who may also delete what training has found, and undo edits. */
  ADMIN;

  /** The name in the document. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The role of a label.
   *
   * @throws IllegalArgumentException when there is none
   */
  static RequiredRole of(String label) {
    return Arrays.stream(values())
        .filter(role -> role.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("x-role: " + label));
  }
}
