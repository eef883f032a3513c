package dev.trainyard.bench.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.TrainyardApplication;
import dev.trainyard.access.Caller;
import dev.trainyard.job.lifecycle.ClaimedJob;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.NewJob;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.job.request.TrainingRequestReader;
import dev.trainyard.queue.TrainingQueueEndpoint;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.strategy.parameter.SpaceJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole service with its embedded servers, whose jobs are {@link Work}. */
final class Service implements AutoCloseable {
  /** The smallest request: all else has its default. */
  static final String REQUEST = "{\"strategy\":\"LIQUIDITY_SWEEP\",\"symbol\":\"BTC/USDT\"}";

  private static final int PAGE = 1000;

  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final NewJob job;
  private @Nullable String key;

  private Service(ConfigurableApplicationContext context) {
    this.context = context;
    base =
        "http://localhost:%s/api/v2/training"
            .formatted(context.getEnvironment().getProperty("local.server.port"));
    job = newJob();
    // What a trained job pins before it completes
    jdbc()
        .sql(
            """
            ALTER TABLE training_jobs ALTER data_from SET DEFAULT now(), ALTER data_to SET DEFAULT now(),
              ALTER data_fingerprint SET DEFAULT 'none', ALTER engine_version SET DEFAULT 'none'
            """)
        .update();
  }

  /**
   * Starts the service.
   *
   * @param directory an empty one, for its data, its routes and its settings
   * @param settings such as {@code trainyard.queue.max-queued=10}
   */
  static Service start(Path directory, Work work, String... settings) throws IOException {
    Path home = directory.resolve("home");
    copy(Path.of("routes"), home.resolve("routes"));
    copy(Path.of("config"), home.resolve("config"));
    try (InputStream route = Service.class.getResourceAsStream("/bench/training.camel.yaml")) {
      Files.copy(
          route,
          home.resolve("routes/worker/training.camel.yaml"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--logging.level.root=warn",
                // Work needs none of them
                "--trainyard.routes.without=data-prep,optimize,validate,persist",
                "--trainyard.home=" + home,
                "--trainyard.data-dir=" + directory.resolve("data")));
    for (String setting : settings) {
      arguments.add("--" + setting);
    }
    return new Service(
        new SpringApplicationBuilder(TrainyardApplication.class)
            .initializers(
                starting ->
                    starting
                        .getBeanFactory()
                        .registerSingleton("noOpProcessor", new NoOp(work, starting)))
            .run(arguments.toArray(String[]::new)));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Sends a key with every request from now on. */
  void useKey(String newKey) {
    key = newKey;
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  JdbcClient jdbc() {
    return bean(JdbcClient.class);
  }

  DataSource dataSource() {
    return bean(DataSource.class);
  }

  private NewJob newJob() {
    TrainingRequestReader.Checked checked =
        bean(TrainingRequestReader.class).read(REQUEST.getBytes(StandardCharsets.UTF_8));
    ObjectMapper json = bean(ObjectMapper.class);
    try {
      return new NewJob(
          checked.request(),
          json.writeValueAsString(checked.request()),
          json.writeValueAsString(SpaceJson.toList(checked.space())),
          Caller.ROUTE,
          null,
          null);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stores a job and tells nobody. */
  SubmittedJob store() {
    return bean(JobStore.class).submit(job).orElseThrow();
  }

  /** Takes all jobs out of Redis. */
  void forgetHints() {
    ReadySet hints = bean(ReadySet.class);
    List<UUID> taken;
    do {
      taken = hints.poll(1000);
    } while (!taken.isEmpty());
  }

  /** Puts the hint of a job into Redis, as the route does after {@link #store}. */
  void tell(SubmittedJob stored) {
    bean(ReadySet.class).add(List.of(stored));
  }

  /**
   * Submits a job over HTTP.
   *
   * @return its id
   */
  String post() throws IOException, InterruptedException {
    String answer =
        send(
            HttpRequest.newBuilder(URI.create(base + "/start"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(REQUEST)));
    return bean(ObjectMapper.class).readTree(answer).path("job_id").asText();
  }

  /** What a path below the base answers. */
  String get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(base + path)));
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = answer(request, key);
    if (response.statusCode() / 100 != 2) {
      throw new IOException(response.uri() + " answers " + response.body());
    }
    return response.body();
  }

  /** The status of a read that brings another key than its own. */
  int statusWith(String otherKey) throws IOException, InterruptedException {
    return answer(HttpRequest.newBuilder(URI.create(base + "/queue")), otherKey).statusCode();
  }

  private HttpResponse<String> answer(HttpRequest.Builder request, @Nullable String bearer)
      throws IOException, InterruptedException {
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Changes the number of jobs that run at once. */
  void setSlots(int slots) {
    CamelContext camel = bean(CamelContext.class);
    camel.getEndpoints().stream()
        .filter(endpoint -> endpoint instanceof TrainingQueueEndpoint queue && queue.isConsuming())
        .forEach(endpoint -> ((TrainingQueueEndpoint) endpoint).setSlots(slots));
  }

  /** Puts the hints of all jobs that are due into Redis. */
  void tellAll() {
    JobStore jobs = bean(JobStore.class);
    SubmittedJob last = null;
    while (true) {
      List<SubmittedJob> page = jobs.nextDue(last, PAGE);
      if (page.isEmpty()) {
        return;
      }
      bean(ReadySet.class).add(page);
      last = page.get(page.size() - 1);
    }
  }

  @Override
  public void close() {
    context.close();
  }

  /** Completes its job with a configuration that says nothing. */
  private static final class NoOp implements Processor {
    private static final String CONFIGURATION =
        """
        {"optimizer": "random", "objective": "sharpe_ratio", "parameters": {}, "lifecycle_stage": "DISCOVERY",
         "in_sample": {}, "lifecycle": {}, "data_quality": {}, "seed": 1, "trials": 0, "candles": 0}
        """;

    private final Work work;
    private final ConfigurableApplicationContext context;

    NoOp(Work work, ConfigurableApplicationContext context) {
      this.work = work;
      this.context = context;
    }

    @Override
    public void process(Exchange exchange) {
      ClaimedJob claimed = exchange.getMessage().getBody(ClaimedJob.class);
      work.accept(claimed.id().toString());
      Map<String, Object> parameters =
          context.getBean(JobStore.class).completionParameters(claimed.lease(), CONFIGURATION);
      exchange.getMessage().getHeaders().putAll(parameters);
    }
  }
}
