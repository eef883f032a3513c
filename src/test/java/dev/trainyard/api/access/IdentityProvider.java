package dev.trainyard.api.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A provider of tokens: it publishes its address and its keys, and signs what it is told to. */
final class IdentityProvider implements AutoCloseable {
  private static final int KEY_BITS = 2048;

  private final HttpServer http;
  private final RSAKey key;
  private volatile boolean away;

  private IdentityProvider(HttpServer http, RSAKey key) {
    this.http = http;
    this.key = key;
  }

  /** A provider that answers. */
  static IdentityProvider start() {
    try {
      RSAKey key = new RSAKeyGenerator(KEY_BITS).keyID("one").generate();
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      IdentityProvider provider = new IdentityProvider(http, key);
      provider.answer(
          "/.well-known/openid-configuration",
          "{\"issuer\": \"%1$s\", \"jwks_uri\": \"%1$s/jwks\", \"subject_types_supported\": [\"public\"]}"
              .formatted(provider.issuer()));
      provider.answer("/jwks", new JWKSet(key.toPublicJWK()).toString());
      http.start();
      return provider;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(String path, String json) {
    http.createContext(
        path,
        exchange -> {
          byte[] body = json.getBytes(UTF_8);
          if (away) {
            exchange.sendResponseHeaders(503, -1);
          } else {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
  }

  /** Lets the provider answer, or not. */
  void setAway(boolean away) {
    this.away = away;
  }

  String issuer() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** A token with the provider's signature. */
  String token(JWTClaimsSet claims) {
    return signed(claims, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), signer());
  }

  /** A token whose signature is made with a shared secret, which the provider never uses. */
  String tokenOfAnotherAlgorithm(JWTClaimsSet claims) {
    try {
      return signed(
          claims,
          new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(),
          new MACSigner(new byte[32]));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private JWSSigner signer() {
    try {
      return new RSASSASigner(key);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(JWTClaimsSet claims, JWSHeader header, JWSSigner signer) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
