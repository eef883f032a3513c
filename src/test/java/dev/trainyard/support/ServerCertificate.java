package dev.trainyard.support;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate for {@code localhost} that no public authority knows, with its key.
 *
 * @param certificate PEM
 * @param key PEM
 * @param store the key store that holds both, which serves as a trust store too
 */
public record ServerCertificate(Path certificate, Path key, Path store) {
  public static final String PASSWORD = "changeit";
  private static final String ALIAS = "redis";

  /** Makes one with {@code keytool}. */
  public static ServerCertificate create(Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = directory.resolve("redis.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    return new ServerCertificate(
        pem(directory, "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()),
        pem(directory, "PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()),
        store);
  }

  private static Path pem(Path directory, String type, byte[] bytes) throws IOException {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    return Files.writeString(
        directory.resolve(type.replace(' ', '-') + ".pem"),
        "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(type, body, type));
  }
}
