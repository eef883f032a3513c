package dev.trainyard.route.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.support.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A service whose files are edited for months keeps nothing of former edits. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"trainyard.role=api", "trainyard.reload.interval=0"})
@DirtiesContext
class ReloadHeapIT {
  /** {@code -Dtrainyard.reloads=1000} for the whole measurement. */
  private static final int RELOADS = Integer.getInteger("trainyard.reloads", 150);

  private static final int WARM_UP = 60;

  /** In bytes; far less than the context of one check takes. */
  private static final long MAX_A_RELOAD = 5_000;

  /** A line of the histogram: place, number of objects, bytes, class. */
  private static final Pattern OF_ROUTES =
      Pattern.compile(
          "^\\s*\\d+:\\s+\\d+\\s+(?<bytes>\\d+)\\s+(org\\.apache\\.camel|dev\\.trainyard)\\.");

  private static final String QUEUE = "routes/api/queue.camel.yaml";
  private static final String ANSWERS = "routes/api/answers.camel.yaml";
  private static final String MORE = "routes/api/more.camel.yaml";

  @TempDir static Path parent;
  private static EditedHome home;

  @Autowired private RouteReloader reloader;
  @Autowired private CamelContext camel;
  @Autowired private MeterRegistry meters;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
    home = EditedHome.in(parent);
    home.register(registry, "api", "maintenance");
  }

  /**
   * Everything that could grow. The heap as a whole would tell of the other services of this JVM
   * too.
   *
   * @param routeBytes what objects of Camel's and Trainyard's classes take of the heap
   */
  private record Held(long routeBytes, int endpoints, int mbeans, int meters, int definitions) {}

  @Test
  void nothingGrowsWithTheNumberOfReloads() throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      reload(i);
    }
    Held before = held();
    for (int i = 0; i < RELOADS; i++) {
      reload(i);
    }
    Held after = held();

    assertThat(after.endpoints()).isEqualTo(before.endpoints());
    assertThat(after.mbeans()).isEqualTo(before.mbeans());
    // The JVM and the pools allocate some of theirs late
    assertThat(after.meters()).isLessThan(before.meters() + RELOADS / 10);
    assertThat(after.definitions()).isEqualTo(before.definitions());
    assertThat(after.routeBytes() - before.routeBytes())
        .as("%s after %d reloads, %s before", after, RELOADS, before)
        .isLessThan(RELOADS * MAX_A_RELOAD);
  }

  /**
   * Makes one edit. One in three is refused; the others change a route, what all routes share, and
   * a whole file.
   */
  private void reload(int number) throws Exception {
    switch (number % 6) {
      case 0 ->
          home.save(
              QUEUE,
              home.text(QUEUE)
                  .replaceFirst("description: Shows\\S*", "description: Shows-" + number));
      case 1 ->
          home.save(
              ANSWERS,
              home.text(ANSWERS)
                  .replaceFirst("constant: \"\\d+\"", "constant: \"%d\"".formatted(number)));
      case 2 -> home.save(MORE, more(number));
      case 3 -> home.save(MORE, more(number).replace("setBody", "setBoddy"));
      case 4 -> home.save(MORE, more(number).replace("direct:more", "direct:moore"));
      default -> home.delete(MORE);
    }
    assertThat(reloader.reload()).isPresent();
  }

  private static String more(int number) {
    return """
        - beans:
            - name: moreNumber
              type: java.util.concurrent.atomic.AtomicInteger
              constructors:
                "0": %d
        - rest:
            id: more-api
            get:
              - id: get-more
                path: /more
                to: {id: to-more, uri: "direct:more"}
        - route:
            id: more
            from:
              uri: direct:more
              steps:
                - setBody: {id: more-body, simple: "${bean:moreNumber}"}
        """
        .formatted(number);
  }

  /** Collects garbage first, as the histogram counts live objects. */
  private static long routeBytes() throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .map(OF_ROUTES::matcher)
        .filter(Matcher::find)
        .mapToLong(line -> Long.parseLong(line.group("bytes")))
        .sum();
  }

  private Held held() throws Exception {
    return new Held(
        routeBytes(),
        camel.getEndpoints().size(),
        ManagementFactory.getPlatformMBeanServer()
            .queryNames(new ObjectName("org.apache.camel:*"), null)
            .size(),
        meters.getMeters().size(),
        camel
            .getCamelContextExtension()
            .getContextPlugin(Model.class)
            .getRouteDefinitions()
            .size());
  }
}
