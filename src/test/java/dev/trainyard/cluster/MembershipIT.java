package dev.trainyard.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.support.FreePort;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who becomes a member. */
@ExtendWith(Patience.class)
class MembershipIT {
  private static final String PASSWORD = "of the stores";

  @TempDir private Path directory;

  private final String port = Integer.toString(FreePort.find());

  @Test
  void onlyWhoShowsACertificateThatTheOthersKnowBecomesAMember() throws Exception {
    key("one");
    key("two");
    key("stranger");
    trust("members", "one", "two");
    trust("everybody", "one", "two", "stranger");

    try (JavaProcess one = member("one", "members")) {
      await().until(() -> one.output().contains("joined with 0 others"));
      try (JavaProcess two = member("two", "members")) {
        await().until(() -> two.output().contains("joined with 1 others"));
        await()
            .untilAsserted(
                () -> {
                  assertThat(one.output()).contains("slice of one answered by two");
                  assertThat(two.output()).contains("slice of two answered by one");
                });
        try (JavaProcess stranger = member("stranger", "everybody")) {
          await().until(() -> stranger.output().contains("joined with") || !stranger.isAlive());
          assertThat(stranger.output())
              .doesNotContain("joined with 1", "joined with 2", "answered");
          assertThat(one.output() + two.output()).doesNotContain("stranger");
          stranger.kill();
        }
        two.kill();
      }
      one.kill();
    }
  }

  @Test
  void membersThatBeganApartFindOneAnotherByTheirHeartbeats() throws Exception {
    key("one");
    key("two");
    trust("members", "one", "two");
    Path hidden = Files.createFile(places().resolve("hidden"));

    try (JavaProcess one = member("one", "members", 2);
        JavaProcess two = member("two", "members", 2)) {
      await()
          .untilAsserted(
              () -> {
                assertThat(one.output()).contains("joined with 0 others");
                assertThat(two.output()).contains("joined with 0 others");
              });
      Files.delete(hidden);
      await()
          .untilAsserted(
              () -> {
                assertThat(one.output()).contains("slice of one answered by two");
                assertThat(two.output()).contains("slice of two answered by one");
              });
      one.kill();
      two.kill();
    }
  }

  private Path places() throws IOException {
    return Files.createDirectories(directory.resolve("places"));
  }

  @Test
  void anAddressThatOtherMachinesReachNeedsCertificates() {
    assertThatExceptionOfType(StartupRefusedException.class)
        .isThrownBy(
            () ->
                new ClusterSettings(
                    true, "0.0.0.0", 47_500, 20, List.of("127.0.0.1"), Duration.ZERO, null))
        .withMessageContaining("trainyard.cluster.tls.key-store");
  }

  @Test
  void anAddressIsOneAtWhichOthersFindTheMember() throws Exception {
    assertRefused(" ", null, "trainyard.cluster.address is empty");

    Path store = Files.createFile(directory.resolve("store.p12"));
    ClusterSettings.Tls tls = new ClusterSettings.Tls(store.toString(), store.toString(), PASSWORD);
    assertRefused("0.0.0.0", tls, "stands for all addresses");
  }

  @Test
  void keysThatAreGivenInPartAreRefusedWithWhatIsMissing() throws Exception {
    String store = Files.createFile(directory.resolve("store.p12")).toString();

    assertThatExceptionOfType(StartupRefusedException.class)
        .isThrownBy(() -> new ClusterSettings.Tls(store, store, null))
        .withMessageContainingAll("tls.password is missing", "TRAINYARD_CLUSTER_TLS_PASSWORD");
    assertThatExceptionOfType(StartupRefusedException.class)
        .isThrownBy(() -> new ClusterSettings.Tls(store, "", PASSWORD))
        .withMessageContaining("tls.trust-store is missing");
    assertThatExceptionOfType(StartupRefusedException.class)
        .isThrownBy(() -> new ClusterSettings.Tls(store + "x", store, PASSWORD))
        .withMessageContaining("no file that can be read");
  }

  private static void assertRefused(String address, ClusterSettings.Tls tls, String reason) {
    assertThatExceptionOfType(StartupRefusedException.class)
        .isThrownBy(
            () -> new ClusterSettings(true, address, 47_500, 20, List.of(), Duration.ZERO, tls))
        .withMessageContaining(reason);
  }

  private JavaProcess member(String name, String trusted) throws IOException {
    return member(name, trusted, 20);
  }

  private JavaProcess member(String name, String trusted, int ports) throws IOException {
    return JavaProcess.start(
        directory,
        OpenedPackages.options().toList(),
        MemberProgram.class,
        name,
        port,
        store(name),
        store(trusted),
        PASSWORD,
        places().toString(),
        Integer.toString(ports));
  }

  private String store(String name) {
    return directory.resolve(name + ".p12").toString();
  }

  private void key(String name) throws Exception {
    keytool("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, store(name));
    keytool("-exportcert", "-alias", name, "-file", store(name) + ".crt", store(name));
  }

  private void trust(String name, String... trusted) throws Exception {
    for (String one : trusted) {
      keytool("-importcert", "-noprompt", "-alias", one, "-file", store(one) + ".crt", store(name));
    }
  }

  /** Runs keytool; the last word is the store. */
  private static void keytool(String... words) throws Exception {
    List<String> line =
        Stream.concat(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()),
                Stream.concat(
                    Stream.of(words).limit(words.length - 1L),
                    Stream.of(
                        "-keystore",
                        words[words.length - 1],
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD)))
            .toList();
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
