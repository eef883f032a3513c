package dev.trainyard.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.support.DistributionPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that deploys over SSH, to a server that is a directory. */
@Tag(DistributionPostgres.TAG)
class DeployScriptIT {
  /** What a deployment asks of the server, up to the restarts. */
  private static final int COMMANDS = 5;

  @TempDir private Path directory;

  private FakeServer server;
  private Script script;

  @BeforeEach
  void installTheFirstRelease() throws Exception {
    server = new FakeServer(directory);
    script = new Script(directory, server.variables());
    deploy("first").done();
    server.startProcesses();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void workersAreRestartedBeforeTheApi() throws Exception {
    deploy("second").done();

    assertThat(server.runningRoutes()).containsOnly("second");
    assertThat(server.restarts())
        .hasSize(3)
        .startsWith("trainyard-worker@1.service")
        .endsWith("trainyard-api.service");
    assertThat(server.root().resolve("opt/trainyard/incoming")).doesNotExist();
  }

  @Test
  void aReleaseThatDoesNotBecomeReadyIsTakenBack() throws Exception {
    Script.Outcome refused = deploy("never ready");

    assertThat(refused.exit()).as(refused.err()).isEqualTo(1);
    assertThat(refused.err())
        .contains("answers 503", "did not become ready, and the former one runs again");
    assertThat(server.runningRoutes()).containsOnly("first");
    assertThat(server.current().resolve("routes/one.camel.yaml")).hasContent("first");
    assertThat(deploy("third").done().out()).contains("all processes are ready");
    assertThat(server.runningRoutes()).containsOnly("third");
  }

  @Test
  void aReleaseThatDoesNotStartIsRefusedBeforeAnythingIsStopped() throws Exception {
    server.setting("DATABASE_URL=postgresql://db.example/trainyard");

    Script.Outcome refused = deploy("cannot start");

    assertThat(refused.exit()).as(refused.err()).isEqualTo(1);
    assertThat(refused.out()).contains("it cannot start with", "--trainyard.rehearsal=true");
    assertThat(refused.err()).contains("does not start", "what runs here goes on");
    assertThat(server.restarts()).isEmpty();
    assertThat(server.runningRoutes()).containsOnly("first");
    assertThat(server.current().resolve("routes/one.camel.yaml")).hasContent("first");

    deploy("second").done();
    assertThat(server.runningRoutes()).containsOnly("second");
  }

  @Test
  void aConnectionThatBreaksIsFollowedByADeploymentThatGoesOn() throws Exception {
    String running = "first";
    for (int command = 1; command <= COMMANDS; command++) {
      String next = "release " + command;
      server.breakConnection(command);
      Script.Outcome broken = deploy(next);
      assertThat(broken.exit()).as(broken.out()).isEqualTo(69);
      assertThat(broken.err()).contains("the connection broke: run this again");
      assertThat(server.runningRoutes()).containsOnly(running);

      deploy(next).done();
      assertThat(server.runningRoutes()).containsOnly(next);
      running = next;
    }
  }

  @Test
  void aDeploymentThatIsKilledBetweenTwoProcessesIsCompletedByTheNext() throws Exception {
    server.killAtRestartOfApi();
    assertThat(deploy("third").exit()).isNotZero();
    assertThat(server.runningRoutes()).contains("first", "third");

    deploy("third").done();
    assertThat(server.runningRoutes()).containsOnly("third");
  }

  @Test
  void afterAKilledDeploymentABadReleaseGoesBackToTheLastGoodOne() throws Exception {
    server.killAtRestartOfApi();
    deploy("third");

    assertThat(deploy("never ready").exit()).isEqualTo(1);
    assertThat(server.runningRoutes()).containsOnly("first");
  }

  @Test
  void wrongRoutesAreRefusedBeforeAnythingIsChanged() throws Exception {
    Script.Outcome refused = deploy("broken");

    assertThat(refused.exit()).isEqualTo(65);
    assertThat(refused.out()).contains("one.camel.yaml: is broken");
    assertThat(refused.err()).contains("Nothing was changed", "what runs there goes on");
    assertThat(server.restarts()).isEmpty();
    assertThat(server.current().resolve("routes/one.camel.yaml")).hasContent("first");
  }

  @Test
  void anEditOfTheServerGoesOnInTheNextRelease() throws Exception {
    Release.route(server.current(), "edited");
    Path release = Release.make(directory.resolve("release-edit"), "first");
    Files.writeString(release.resolve("config/strategy.yaml"), "a: 2\n");
    deploy(release).done();

    assertThat(server.runningRoutes()).containsOnly("edited");
    assertThat(server.current().resolve("config/strategy.yaml")).hasContent("a: 2");

    assertThat(deploy("third").done().out()).contains("one.camel.yaml.delivered");
    assertThat(server.runningRoutes()).containsOnly("edited");
    assertThat(server.current().resolve("routes/one.camel.yaml.delivered")).hasContent("third");
  }

  @Test
  void aServerThatIsNotFitIsNamed() throws Exception {
    Path release = Release.make(directory.resolve("release-third"), "third");
    Script.Outcome noJava =
        new Script(directory, Map.of("JAVA_HOME", directory.toString()))
            .run("deploy_to_server.sh", words(release));

    assertThat(noJava.exit()).isEqualTo(69);
    assertThat(noJava.err())
        .contains("there is no java: install a JDK of version 17 or later", "Nothing was changed");

    Path bin = directory.resolve("bin");
    Path df =
        Files.writeString(bin.resolve("df"), "#!/bin/sh\necho head\necho disk 100 90 10 90% /\n");
    assertThat(df.toFile().setExecutable(true)).isTrue();
    Script.Outcome full =
        new Script(directory, Map.of("PATH", bin + ":" + System.getenv("PATH")))
            .run("deploy_to_server.sh", words(release));

    assertThat(full.exit()).isEqualTo(73);
    assertThat(full.err()).contains("0 MB left").contains("make room");
    assertThat(server.runningRoutes()).containsOnly("first");
  }

  private Script.Outcome deploy(String route) throws IOException, InterruptedException {
    Path release = directory.resolve("release-" + route.replace(' ', '-'));
    if (!Files.exists(release)) {
      Release.make(release, route);
    }
    return deploy(release);
  }

  private Script.Outcome deploy(Path release) throws IOException, InterruptedException {
    return script.run("deploy_to_server.sh", words(release));
  }

  private String[] words(Path release) {
    return new String[] {
      "host.example",
      "--from",
      release.toString(),
      "--ssh",
      server.ssh(),
      "--sudo",
      "",
      "--wait",
      "1",
      "--root",
      server.root().toString()
    };
  }
}
