package dev.trainyard.api.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.support.CheckedHttp;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Clients are generated from the document that the service serves, compiled, and used on it: to
 * submit a job, wait for it, read its result, list it, and be refused. The programs that use them
 * stand in {@code src/test/clients}.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class GeneratedClientIT {
  /** Needs Node.js and what {@code .ci/run} installs; the build leaves it out without. */
  private static final String NODE = "node";

  /** Needs Python 3; the build leaves it out without. */
  private static final String PYTHON = "python";

  private static final Pattern PROGRAM = Pattern.compile("(?s)```python\n(.*?)```");
  private static final String BEST_TRIAL = "[0-9]+ -?[0-9.E-]+ 0\\.[0-9]+ [0-9]+";

  private static final Path GENERATOR = Path.of("target", "tools", "openapi-generator-cli.jar");
  private static final Path PROGRAMS = Path.of("src", "test", "clients");
  private static final Path NODE_MODULES = Path.of("target", "clients", "typescript");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String SYMBOL = "BTC/USD";
  private static final String VERDICT = "(EDGE|NO_EDGE|OVERFIT|INSUFFICIENT_DATA)";

  @TempDir private Path directory;
  @LocalServerPort private int port;

  private String service;
  private Path document;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
  }

  @BeforeEach
  void fetchTheDocument() throws Exception {
    service = "http://localhost:" + port;
    new TrainingClient(port, PATIENCE).uploadCandles();
    HttpRequest request = HttpRequest.newBuilder(URI.create(service + "/openapi.json")).build();
    document = directory.resolve("openapi.json");
    Files.writeString(document, new CheckedHttp().send(request).body());
  }

  @Test
  void aJavaClientTrainsAStrategy() throws Exception {
    Path client = directory.resolve("client");
    run(
        directory,
        java(),
        "-XX:TieredStopAtLevel=1",
        "-jar",
        GENERATOR.toAbsolutePath().toString(),
        "generate",
        "--input-spec",
        document.toString(),
        "--generator-name",
        "java",
        "--library",
        "native",
        "--output",
        client.toString(),
        "--global-property",
        "apis,models,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false",
        "--additional-properties",
        "openApiNullable=false,useJakartaEe=true,supportUrlQuery=false,invokerPackage=trainyard.client,"
            + "apiPackage=trainyard.client.api,modelPackage=trainyard.client.model");
    Path classes = Files.createDirectory(directory.resolve("classes"));
    compile(client.resolve(Path.of("src", "main", "java")), classes);

    String said =
        run(
            directory,
            java(),
            "-cp",
            classes + System.getProperty("path.separator") + System.getProperty("java.class.path"),
            "UseOfTheClient",
            service,
            SYMBOL);

    assertThat(said.strip()).matches("[0-9a-f-]{36} " + VERDICT + " 409");
  }

  @Test
  @Tag(NODE)
  void aTypeScriptClientTrainsAStrategy() throws Exception {
    Path client = NODE_MODULES.toAbsolutePath();
    Files.copy(document, client.resolve("openapi.json"), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        PROGRAMS.resolve(Path.of("typescript", "use.ts")),
        client.resolve("use.ts"),
        StandardCopyOption.REPLACE_EXISTING);
    run(client, "npm", "run", "--silent", "generate");
    run(client, "npm", "run", "--silent", "compile");

    String said = run(client, "node", "built/use.js", service, SYMBOL);

    assertThat(said.strip()).matches("[0-9a-f-]{36} " + VERDICT + " [0-9]+ COMPLETED");
  }

  @Test
  @Tag(PYTHON)
  void theProgramOfTheNotebookPageTrainsAStrategyAndReadsItsTrials() throws Exception {
    Matcher program = PROGRAM.matcher(Files.readString(Path.of("src", "docs", "notebooks.md")));
    assertThat(program.find()).isTrue();
    Path file = Files.writeString(directory.resolve("notebook.py"), program.group(1));

    String said = run(directory, "env", "TRAINYARD_URL=" + service, "python3", file.toString());

    assertThat(said.strip().lines())
        .hasSizeBetween(1, 3)
        .allMatch(line -> line.matches(BEST_TRIAL));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static void compile(Path generated, Path classes) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-nowarn",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    try (Stream<Path> sources = Files.walk(generated)) {
      sources
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> arguments.add(file.toString()));
    }
    arguments.add(PROGRAMS.resolve(Path.of("java", "UseOfTheClient.java")).toString());
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(status).as("what the compiler says is in the output of this test").isZero();
  }

  /** Runs a program to its end, which must be a good one, and returns what it wrote. */
  private String run(Path workingDirectory, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(workingDirectory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output, UTF_8);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
