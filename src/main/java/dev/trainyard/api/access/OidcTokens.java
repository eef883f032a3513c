package dev.trainyard.api.access;

import dev.trainyard.access.AuthSettings;
import dev.trainyard.access.Caller;
import dev.trainyard.access.Door;
import dev.trainyard.access.Role;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/**
 * Reads the tokens of an OpenID Connect provider: signature, issuer, audience and time are checked,
 * and a claim says the role. The provider is asked for its keys with the first token, so that the
 * service starts, and API keys work, while it is away.
 */
final class OidcTokens implements Converter<Jwt, AbstractAuthenticationToken> {
  private final AuthSettings.Oidc settings;

  OidcTokens(AuthSettings.Oidc settings) {
    this.settings = settings;
  }

  JwtDecoder decoder() {
    JwtDecoder decoder = new SupplierJwtDecoder(this::decoderOfProvider);
    return token -> {
      try {
        return decoder.decode(token);
      } catch (JwtDecoderInitializationException e) {
        throw new JwtException(String.valueOf(e.getMessage()), e);
      }
    };
  }

  private JwtDecoder decoderOfProvider() {
    NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(settings.issuer()).build();
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            JwtValidators.createDefaultWithIssuer(settings.issuer()),
            new JwtClaimValidator<Collection<String>>(
                JwtClaimNames.AUD,
                audience -> audience != null && audience.contains(settings.audience()))));
    return decoder;
  }

  @Override
  public AbstractAuthenticationToken convert(Jwt token) {
    Role role = settings.role(texts(claim(token)));
    if (role == null) {
      throw new NoRoleException(
          "the claim %s of the token gives none of the roles %s"
              .formatted(settings.roleClaim(), String.join(", ", Role.labels())));
    }
    String name = token.getClaimAsString(settings.nameClaim());
    return new CallerToken(
        new Caller(
            null,
            name == null ? token.getSubject() : name,
            role,
            Door.HTTP,
            null,
            token.getExpiresAt()));
  }

  private @Nullable Object claim(Jwt token) {
    Object value = token.getClaims();
    for (String part : settings.roleClaim().split("\\.", -1)) {
      value = value instanceof Map<?, ?> object ? object.get(part) : null;
    }
    return value;
  }

  private static List<String> texts(@Nullable Object claim) {
    if (claim instanceof Collection<?> list) {
      return list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }
    return claim instanceof String text ? Arrays.asList(text.split("[ ,]+", -1)) : List.of();
  }

  /** The token is good, and gives its user none of the roles. */
  static final class NoRoleException extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    NoRoleException(String message) {
      super(message);
    }
  }
}
