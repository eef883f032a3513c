package dev.trainyard.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do. Each role may do all that the roles before it may. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Also submits, cancels, retries, replays, discards, pauses, activates and uploads. */
  OPERATOR,
  /** Also makes and revokes keys, reads the audit log, rolls routes back and deletes. */
  ADMIN;

  /** Whether this role may do what needs another. */
  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** The name as clients and settings write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a name, exactly as {@link #label} writes it. */
  public static Optional<Role> of(String label) {
    return Arrays.stream(values()).filter(role -> role.label().equals(label)).findFirst();
  }

  /** The names of all roles, the least powerful first. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Role::label).toList();
  }
}
