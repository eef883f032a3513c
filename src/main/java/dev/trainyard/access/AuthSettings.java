package dev.trainyard.access;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code trainyard.auth.*}.
 *
 * @param mode how callers say who they are
 * @param session how long a browser stays signed in
 * @param oidc where tokens come from; needed with {@link AuthMode#OIDC} alone
 */
@ConfigurationProperties("trainyard.auth")
public record AuthSettings(
    @DefaultValue("off") AuthMode mode,
    @DefaultValue("12h") Duration session,
    @DefaultValue Oidc oidc) {
  /** The setting that turns authentication on. */
  public static final String MODE = "trainyard.auth.mode";

  private static final Duration SHORTEST_SESSION = Duration.ofMinutes(1);
  private static final Duration LONGEST_SESSION = Duration.ofDays(30);

  public AuthSettings {
    if (session.compareTo(SHORTEST_SESSION) < 0 || session.compareTo(LONGEST_SESSION) > 0) {
      throw new IllegalArgumentException(
          "trainyard.auth.session must be from 1m to 30d, not " + session);
    }
    if (mode == AuthMode.OIDC && (oidc.issuer().isBlank() || oidc.audience().isBlank())) {
      throw new IllegalArgumentException(
          "trainyard.auth.mode=oidc needs trainyard.auth.oidc.issuer, the address of the provider, and"
              + " trainyard.auth.oidc.audience, the name under which it knows this service");
    }
  }

  /**
   * A provider of tokens.
   *
   * @param issuer its address, as in the {@code iss} claim
   * @param audience what the {@code aud} claim must hold
   * @param roleClaim claim with the names of roles, a text or a list of texts; dots lead into
   *     objects
   * @param nameClaim claim with the name of the user
   * @param roles the provider's names of roles, by ours; by default they are the same
   */
  public record Oidc(
      @DefaultValue("") String issuer,
      @DefaultValue("") String audience,
      @DefaultValue("roles") String roleClaim,
      @DefaultValue("sub") String nameClaim,
      @DefaultValue Map<String, String> roles) {

    public Oidc {
      for (String role : roles.keySet()) {
        if (Role.of(role).isEmpty()) {
          throw new IllegalArgumentException(
              "trainyard.auth.oidc.roles.%s: roles are %s"
                  .formatted(role, String.join(", ", Role.labels())));
        }
      }
    }

    /** The most powerful role among the provider's names; null when there is none of ours. */
    public @Nullable Role role(List<String> names) {
      Map<String, Role> byName =
          List.of(Role.values()).stream()
              .collect(
                  Collectors.toMap(
                      role -> roles.getOrDefault(role.label(), role.label()), role -> role));
      return names.stream()
          .filter(byName::containsKey)
          .map(byName::get)
          .max(Role::compareTo)
          .orElse(null);
    }
  }

  /** The mode as the settings write it. */
  public String label() {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
