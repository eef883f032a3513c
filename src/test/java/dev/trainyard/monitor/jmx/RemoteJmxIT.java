package dev.trainyard.monitor.jmx;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trainyard.TrainyardApplication;
import dev.trainyard.support.FreePort;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.rmi.ssl.SslRMIClientSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Remote JMX as {@code ops/jmx/setup} sets it up, and the command that uses it. */
class RemoteJmxIT {
  private static final Duration PATIENCE = Patience.LIMIT;
  private static final Path OPS = Path.of("ops", "jmx").toAbsolutePath();

  @TempDir private static Path directory;
  private static Path access;
  private static int http;
  private static int port;
  private static int jolokia;
  private static JavaProcess service;
  private static SSLContext before;

  @BeforeAll
  static void startService() throws Exception {
    http = FreePort.find();
    port = FreePort.find();
    jolokia = FreePort.find();
    access = directory.resolve("jmx");
    Run setup =
        run(
            Map.of(),
            "setup",
            access.toString(),
            "--port",
            Integer.toString(port),
            "--jolokia-port",
            Integer.toString(jolokia));
    assertThat(setup.status).as(setup.errors).isZero();
    List<String> options =
        setup
            .output
            .replace("jolokia-agent-jvm-javaagent.jar", agent())
            .lines()
            .map(String::strip)
            .filter(line -> line.matches("-D.*|-javaagent:.*"))
            .flatMap(line -> Stream.of(line.split(" ")))
            .toList();
    assertThat(options).hasSize(3);
    TestServers.Database database = TestServers.shared().freshDatabase();
    service =
        JavaProcess.start(
            directory,
            options,
            Map.of(
                "DATABASE_URL", database.url(), "REDIS_URL", TestServers.shared().freshRedisUrl()),
            TrainyardApplication.class,
            "--server.port=" + http);
    TrainingClient client = new TrainingClient(http, PATIENCE);
    await().atMost(PATIENCE).ignoreExceptions().until(() -> client.get("/queue").has("workers"));
    before = SSLContext.getDefault();
    SSLContext.setDefault(trusting(access.resolve("truststore.p12")));
  }

  @AfterAll
  static void stopService() {
    if (before != null) {
      SSLContext.setDefault(before);
    }
    if (service != null) {
      service.close();
    }
  }

  @Test
  void anAdministratorReadsAndOperates() throws Exception {
    try (JMXConnector connector = connect(login("admin"))) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      assertThat(server.getAttribute(queue(), "Slots")).isEqualTo(1);

      server.invoke(queue(), "pause", new Object[0], new String[0]);
      assertThat(server.getAttribute(queue(), "Paused")).isEqualTo(true);
      server.invoke(queue(), "resume", new Object[0], new String[0]);
      assertThat(server.getAttribute(queue(), "Paused")).isEqualTo(false);
    }
  }

  @Test
  void aReaderReadsAndChangesNothing() throws Exception {
    try (JMXConnector connector = connect(login("readonly"))) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      assertThat(server.getAttribute(queue(), "Paused")).isEqualTo(false);

      assertThatThrownBy(() -> server.invoke(queue(), "pause", new Object[0], new String[0]))
          .isInstanceOf(SecurityException.class);
      assertThatThrownBy(() -> server.setAttribute(queue(), new Attribute("Slots", 2)))
          .isInstanceOf(SecurityException.class);
      assertThat(server.getAttribute(queue(), "Paused")).isEqualTo(false);
    }
  }

  @Test
  void nobodyComesInWithoutTheRightPassword() {
    assertThatThrownBy(() -> connect("admin", "wrong")).isInstanceOf(SecurityException.class);
    assertThatThrownBy(() -> connect("nobody", "")).isInstanceOf(SecurityException.class);
    assertThatThrownBy(() -> connect()).isInstanceOf(SecurityException.class);
  }

  @Test
  void nobodyComesInWithoutTls() {
    assertThatThrownBy(() -> connect(new HashMap<>(), login("admin")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void onlyThisMachineReachesIt() throws Exception {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
    try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
      assertThat(interfaces.flatMap(NetworkInterface::inetAddresses))
          .filteredOn(address -> !address.isLoopbackAddress())
          .allSatisfy(
              address ->
                  assertThatThrownBy(
                          () -> {
                            try (Socket socket = new Socket()) {
                              socket.connect(new InetSocketAddress(address, port), 2000);
                            }
                          })
                      .isInstanceOf(IOException.class));
    }
  }

  @Test
  void jolokiaReadsWithThePasswordOfAReaderAndChangesNothing() throws Exception {
    String[] reader = login("readonly");

    assertThat(jolokia(reader, "read/dev.trainyard:type=Queue/Slots").body())
        .contains("\"value\":1,");
    for (String forbidden :
        List.of("exec/dev.trainyard:type=Queue/pause", "write/dev.trainyard:type=Queue/Slots/2")) {
      assertThat(jolokia(reader, forbidden).body())
          .contains("\"status\":403")
          .contains("forbidden");
    }
    assertThat(jolokia(new String[] {reader[0], "wrong"}, "version").statusCode()).isEqualTo(401);
    assertThat(jolokia(login("admin"), "version").statusCode()).isEqualTo(401);
    assertThat(jolokia(reader, "read/dev.trainyard:type=Queue/Paused").body())
        .contains("\"value\":false,");
  }

  private static HttpResponse<String> jolokia(String[] login, String request) throws Exception {
    String credentials =
        Base64.getEncoder().encodeToString(String.join(":", login).getBytes(US_ASCII));
    HttpClient client =
        HttpClient.newBuilder().sslContext(trusting(access.resolve("truststore.p12"))).build();
    return client.send(
        HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:%d/jolokia/%s".formatted(jolokia, request)))
            .header("Authorization", "Basic " + credentials)
            .build(),
        BodyHandlers.ofString());
  }

  /** Path of Jolokia's agent. */
  private static String agent() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> path.contains("jolokia-agent-jvm"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theFilesAreForTheirOwnerAloneAndNeverOverwritten() throws Exception {
    try (Stream<Path> files = Files.list(access)) {
      assertThat(files)
          .hasSize(11)
          .allSatisfy(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .containsExactlyInAnyOrder(
                          PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    }
    String login = Files.readString(access.resolve("admin.login"));

    Run again = run(Map.of(), "setup", access.toString());

    assertThat(again.status).isEqualTo(1);
    assertThat(again.errors).contains("is not empty; nothing in it was touched");
    assertThat(Files.readString(access.resolve("admin.login"))).isEqualTo(login);
  }

  @Test
  void topShowsTheQueueTheJobsAndTheRoutes() throws Exception {
    TrainingClient client = new TrainingClient(http, PATIENCE);
    client.uploadCandles();
    client.awaitFinal(client.submit(Map.of("n_iterations", 10)));
    client.awaitFinal(client.submit(Map.of("symbol", "NO/CANDLES")));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Run top = remote("readonly", "top", "--once");
              assertThat(top.status).as(top.errors).isZero();
              assertThat(top.output)
                  .contains("ready 0 high, 0 normal, 0 low")
                  .containsPattern("workers +1  running 0 of 1  slots here 1")
                  .containsPattern("dead letters  1  newest .*NO/CANDLES")
                  .contains("completed 1  failed 1")
                  .containsPattern("(?m)^ROUTE +STATE +TOTAL +FAILED")
                  .containsPattern("(?m)^data-prep +Started +2 ")
                  .containsPattern("(?m)^dead-letter +Started +1 ");
            });
  }

  @Test
  void theCommandReadsAndOperates() throws Exception {
    assertThat(remote("admin", "set", "Queue", "Slots", "2").status).isZero();
    assertThat(remote("admin", "get", "Queue", "Slots").output).isEqualTo("2\n");
    assertThat(remote("admin", "call", "Queue", "setSlots", "1").status).isZero();
    assertThat(remote("admin", "call", "route/validate", "suspend").status).isZero();
    assertThat(remote("admin", "get", "route/validate", "State").output).isEqualTo("Suspended\n");
    assertThat(remote("admin", "call", "route/validate", "resume").status).isZero();
    assertThat(remote("readonly", "list").output).contains("Queue").contains("DeadLetters");
    assertThat(remote("readonly", "get", "Queue").output).containsPattern("Slots +1");
  }

  @Test
  void theCommandSaysWhatIsWrong() throws Exception {
    assertFails(remote("admin", "call", "Jobs", "cancel", "1234"), "must be a UUID, not \"1234\"");
    assertFails(remote("readonly", "call", "Queue", "pause"), "Access denied");
    assertFails(remote("admin", "get", "Queue", "Depth"), "Depth");
    assertFails(remote("admin", "get", "Kyu", "Slots"), "there is no object Kyu, but ");
    assertFails(remote("admin", "call", "Jobs", "stop"), "cancel(String jobId)");
    assertFails(remote("admin", "set", "Queue", "Slots", "many"), "a number (int), not many");
    assertFails(
        run(
            Map.of("JMX_USER", "admin", "JMX_PASSWORD", "wrong"),
            "jmx",
            "--at",
            "127.0.0.1:" + port,
            "--trust",
            trust(),
            "top",
            "--once"),
        "Invalid username or password");
  }

  @Test
  void aProcessOfThisMachineIsReachedByItsId() throws Exception {
    Run get = run(Map.of(), "jmx", "--pid", Long.toString(service.pid()), "get", "Queue", "Slots");

    assertThat(get.output).as(get.errors).isEqualTo("1\n");
  }

  private static void assertFails(Run run, String message) {
    assertThat(run.status).isIn(1, 2);
    assertThat(run.errors).contains(message).hasLineCount(1);
  }

  private static Run remote(String user, String... words) throws Exception {
    List<String> line =
        new ArrayList<>(List.of("jmx", "--at", "127.0.0.1:" + port, "--trust", trust(), "--login"));
    line.add(access.resolve(user + ".login").toString());
    line.addAll(List.of(words));
    return run(Map.of(), line.toArray(String[]::new));
  }

  private static String trust() {
    return access.resolve("truststore.p12").toString();
  }

  /** The output of a program. */
  private record Run(int status, String output, String errors) {}

  private static Run run(Map<String, String> environment, String... words) throws Exception {
    Path output = Files.createTempFile(directory, "run", ".out");
    Path errors = Files.createTempFile(directory, "run", ".err");
    List<String> line = new ArrayList<>(Arrays.asList(words));
    line.set(0, OPS.resolve(words[0]).toString());
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().keySet().removeIf(name -> name.matches("JMX_.*|.*JAVA.*OPTIONS"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end: " + line);
    }
    return new Run(process.exitValue(), Files.readString(output), Files.readString(errors));
  }

  private static String[] login(String user) throws IOException {
    return Files.readString(access.resolve(user + ".login")).strip().split(" ");
  }

  private static JMXConnector connect(String... credentials) throws IOException {
    Map<String, Object> environment = new HashMap<>();
    environment.put("com.sun.jndi.rmi.factory.socket", new SslRMIClientSocketFactory());
    return connect(environment, credentials);
  }

  /** The registry that answers is that of the process under test. */
  @SuppressWarnings("BanJNDI")
  private static JMXConnector connect(Map<String, Object> environment, String... credentials)
      throws IOException {
    if (credentials.length > 0) {
      environment.put(JMXConnector.CREDENTIALS, credentials);
    }
    return JMXConnectorFactory.connect(
        new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:%d/jmxrmi".formatted(port)),
        environment);
  }

  private static SSLContext trusting(Path store) throws Exception {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(KeyStore.getInstance(store.toFile(), "changeit".toCharArray()));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static ObjectName queue() throws Exception {
    return new ObjectName("dev.trainyard:type=Queue");
  }
}
