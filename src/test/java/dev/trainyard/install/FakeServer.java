package dev.trainyard.install;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A server that is a directory of this machine: its {@code ssh} and {@code systemctl} are scripts,
 * its processes are remembered releases that answer over HTTP whether they are ready. A release
 * whose route has the words {@code never ready} is not.
 */
final class FakeServer implements AutoCloseable {
  private static final String API = "trainyard-api.service";

  private final Path directory;
  private final Path root;
  private final Map<String, HttpServer> processes = new TreeMap<>();

  /**
   * @param directory where its files are made
   */
  FakeServer(Path directory) throws IOException {
    this.directory = directory;
    root = Files.createDirectories(directory.resolve("root"));
    Files.createDirectories(directory.resolve("running"));
    HttpServer one = listen();
    HttpServer other = listen();
    HttpServer first = port(one) < port(other) ? one : other;
    HttpServer second = first == one ? other : one;
    HttpServer api = listen();
    start("trainyard-worker@1.service", first);
    start("trainyard-worker@%d.service".formatted(port(second) - port(first) + 1), second);
    start(API, api);
    script(
        "ssh",
        """
        n=$(($(cat "$HERE/calls" 2> /dev/null || echo 0) + 1))
        echo $n > "$HERE/calls"
        [ "$n" != "$(cat "$HERE/cut" 2> /dev/null)" ] || exit 255
        shift
        exec sh -c "$*"
        """);
    script(
        "systemctl",
        """
        case $1 in
          list-units)
            for last; do :; done
            (cd "$HERE/running" && ls) | while IFS= read -r unit; do
              case $unit in $last) echo "$unit loaded active running";; esac
            done
            ;;
          restart)
            if [ -f "$HERE/crash" ] && [ "$2" = "$(cat "$HERE/crash")" ]; then
              rm "$HERE/crash"
              kill -9 $PPID
              exit 1
            fi
            readlink -f "$HERE/root/opt/trainyard/current" > "$HERE/running/$2"
            echo "$2" >> "$HERE/restarts"
            ;;
        esac
        """);
    Path settings = Files.createDirectories(root.resolve("etc").resolve("trainyard"));
    Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rwx------"));
    secret(settings.resolve("api.env"), "SERVER_PORT=%d%n".formatted(port(api)));
    secret(
        settings.resolve("worker.env"), "TRAINYARD_WORKER_PORTS=%d%n".formatted(port(first) - 1));
  }

  private static HttpServer listen() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  private static int port(HttpServer server) {
    return server.getAddress().getPort();
  }

  private void start(String unit, HttpServer server) {
    server.createContext(
        "/actuator/health/readiness",
        exchange -> {
          Path release = Path.of(running(unit));
          String route = Files.readString(release.resolve("routes").resolve("one.camel.yaml"));
          exchange.sendResponseHeaders(route.contains("never ready") ? 503 : 200, -1);
          exchange.close();
        });
    server.start();
    processes.put(unit, server);
  }

  private void script(String name, String text) throws IOException {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path script =
        Files.writeString(
            bin.resolve(name), "#!/usr/bin/env bash\nHERE='%s'\n%s".formatted(directory, text));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Adds a setting of all its processes. */
  void setting(String line) throws IOException {
    Path file = root.resolve("etc").resolve("trainyard").resolve("trainyard.env");
    Files.writeString(file, Files.readString(file) + line + "\n");
  }

  private static void secret(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Lets its processes be there, with the release that is installed. */
  void startProcesses() throws IOException {
    for (String unit : processes.keySet()) {
      Files.writeString(directory.resolve("running").resolve(unit), current().toString());
    }
  }

  /** Lets the connection break instead of its n-th command from now. */
  void breakConnection(int n) throws IOException {
    Files.deleteIfExists(directory.resolve("calls"));
    Files.writeString(directory.resolve("cut"), Integer.toString(n));
  }

  /** Kills the script that restarts this process for the first time. */
  void killAtRestartOfApi() throws IOException {
    Files.writeString(directory.resolve("crash"), API);
  }

  Path root() {
    return root;
  }

  /** The program that takes the place of {@code ssh}. */
  String ssh() {
    return directory.resolve("bin").resolve("ssh").toString();
  }

  Map<String, String> variables() {
    return Map.of("TRAINYARD_SYSTEMCTL", directory.resolve("bin").resolve("systemctl").toString());
  }

  /** The release that the link names. */
  Path current() throws IOException {
    return root.resolve("opt").resolve("trainyard").resolve("current").toRealPath();
  }

  private String running(String unit) throws IOException {
    return Files.readString(directory.resolve("running").resolve(unit)).strip();
  }

  /** The routes of all processes, as they were started last. */
  List<String> runningRoutes() throws IOException {
    List<String> routes = new ArrayList<>();
    for (String unit : processes.keySet()) {
      routes.add(Files.readString(Path.of(running(unit), "routes", "one.camel.yaml")).strip());
    }
    return routes;
  }

  /** The units in the order of their restarts. */
  List<String> restarts() throws IOException {
    Path list = directory.resolve("restarts");
    return Files.exists(list) ? Files.readAllLines(list) : List.of();
  }

  @Override
  public void close() {
    processes.values().forEach(server -> server.stop(0));
  }
}
