package dev.trainyard.access;

/** How callers say who they are: {@code trainyard.auth.mode}. */
public enum AuthMode {
  /** Nobody is asked. Allowed on loopback only. */
  OFF,
  /** With an API key. */
  KEYS,
  /** With a token of an OpenID Connect provider, or with an API key. */
  OIDC
}
