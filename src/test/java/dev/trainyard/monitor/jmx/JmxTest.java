package dev.trainyard.monitor.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jmx.export.MBeanExporter;
import org.springframework.jmx.export.annotation.AnnotationJmxAttributeSource;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.jmx.export.assembler.MetadataMBeanInfoAssembler;

/** The command {@code ops/jmx/jmx} on difficult objects. */
class JmxTest {
  private static final Path SOURCE = Path.of("ops", "jmx", "Jmx.java").toAbsolutePath();

  @TempDir private Path directory;
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final CountDownLatch released = new CountDownLatch(1);
  private ObjectName example;
  private ObjectName bare;

  @BeforeEach
  void objects() throws JMException {
    example = new ObjectName("dev.trainyard:type=JmxTestExample");
    bare = new ObjectName("dev.trainyard:type=JmxTestBare");
    MBeanExporter exporter = new MBeanExporter();
    exporter.setServer(server);
    exporter.setAssembler(new MetadataMBeanInfoAssembler(new AnnotationJmxAttributeSource()));
    exporter.registerManagedResource(new Example(released), example);
    exporter.registerManagedResource(new Bare(), bare);
  }

  @AfterEach
  void remove() throws JMException {
    released.countDown();
    server.unregisterMBean(example);
    server.unregisterMBean(bare);
  }

  @Test
  void anOperationThatTakesLongerThanTheCommandWaitsMayGoOn() throws Exception {
    Run run =
        run(
            List.of("-Dsun.rmi.transport.tcp.responseTimeout=1000"),
            "call",
            "JmxTestExample",
            "take");

    assertThat(run.err())
        .isEqualTo(
            "jmx: take has not answered within 1 s; it may go on in the service, so look before you call it again\n");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void theOperationOfTheGivenNameIsNamedFirst() throws Exception {
    Run run = run(List.of(), "call", "JmxTestExample", "setSlots");

    assertThat(run.err())
        .contains(
            "has no operation setSlots with 0 arguments, but setSlots(int slots), pause(), take();");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void operationsThatAreTooManyToReadAreCounted() throws Exception {
    Run run = run(List.of(), "call", "com.sun.management:type=DiagnosticCommand", "gcRunn");

    assertThat(run.err())
        .matches(
            "(?s).* has no operation gcRunn with 0 arguments, and none of that name;"
                + " 'list' shows all \\d+ of this object; .*");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void anObjectWithoutAttributesTellsItsOperations() throws Exception {
    Run run = run(List.of(), "get", "JmxTestBare");

    assertThat(run.out())
        .isEqualTo(bare + " has no attributes, but operations: getLevel(String logger)\n");
    assertThat(run.status()).isZero();
  }

  private record Run(int status, String out, String err) {}

  private Run run(List<String> options, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.add(SOURCE.toString());
    command.addAll(List.of("--pid", String.valueOf(ProcessHandle.current().pid())));
    command.addAll(List.of(words));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Run(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  /** Has an attribute that can be changed, and an operation that does not end soon. */
  @ManagedResource
  public static final class Example {
    private final CountDownLatch released;
    private int slots;

    Example(CountDownLatch released) {
      this.released = released;
    }

    @ManagedAttribute
    public int getSlots() {
      return slots;
    }

    @ManagedAttribute
    public void setSlots(int slots) {
      this.slots = slots;
    }

    @ManagedOperation
    public void pause() {}

    @ManagedOperation
    public boolean take() throws InterruptedException {
      return released.await(1, TimeUnit.MINUTES);
    }
  }

  /** Has operations only. */
  @ManagedResource
  public static final class Bare {
    @ManagedOperation
    @ManagedOperationParameter(name = "logger", description = "logger")
    public String getLevel(String logger) {
      return logger;
    }
  }
}
