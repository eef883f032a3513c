package dev.trainyard.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client of the stream of events, at a small server that does what a service may do. */
class JobFollowerTest {
  private static final String JOB = "01980a5d-ac96-774b-bcce-b302099a8057";

  private final Deque<Reply> streams = new ArrayDeque<>();
  private final List<String> resumed = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<Long> pauses = new ArrayList<>();
  private final AtomicInteger questions = new AtomicInteger();

  /** After so many questions the job is completed. */
  private volatile int completedAfter = Integer.MAX_VALUE;

  private volatile int statusOfProgress = 200;

  /** Questions that a service which is away does not answer. */
  private volatile int awayFrom = Integer.MAX_VALUE;

  private volatile int awayTo;

  /** Whether a stream goes on until what it sends has arrived. */
  private volatile boolean live;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  private record Reply(int status, String contentType, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    String base = "/api/v2/training/jobs/" + JOB;
    server.createContext(base + "/events", this::events);
    server.createContext(base + "/progress", this::progress);
    server.createContext(
        base, exchange -> send(exchange, 200, "application/json", "{\"status\":\"COMPLETED\"}"));
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void events(HttpExchange exchange) throws IOException {
    resumed.add(String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID")));
    if (live) {
      sendAndWait(exchange);
      return;
    }
    Reply next = streams.poll();
    Reply reply = next == null ? new Reply(204, "text/event-stream", "") : next;
    if (next != null && streams.isEmpty()) {
      completedAfter = questions.get();
    }
    send(exchange, reply.status(), reply.contentType(), reply.body());
  }

  /** Ends the stream when its event has arrived. */
  private void sendAndWait(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.write("event: state\nid: 1\ndata: {\"status\":\"RUNNING\"}\n\n".getBytes(UTF_8));
    out.flush();
    await().until(() -> told.contains("state RUNNING"));
    completedAfter = questions.get();
    exchange.close();
  }

  private void progress(HttpExchange exchange) throws IOException {
    int question = questions.getAndIncrement();
    boolean complete = question >= completedAfter;
    int status = question >= awayFrom && question < awayTo ? 503 : statusOfProgress;
    send(
        exchange,
        status,
        status == 200 ? "application/json" : "application/problem+json",
        "{\"percentage\": %d, \"is_complete\": %b, \"detail\": \"told so\"}"
            .formatted(complete ? 100 : 10, complete));
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void aStreamThatBreaksOffIsResumedWhereItWas() throws Exception {
    streams.add(
        stream(
            """
            event: state
            id: 4
            data: {"status":"RUNNING"}

            event: progress
            data: {"percentage": 20}

            """));
    streams.add(
        stream(
            """
            retry: 50

            event: log
            id: 9
            data: {}

            event: trial
            id: 12
            data: {"number": 3}

            : heartbeat

            """));
    streams.add(stream("event: state\nid: 13\ndata: {\"status\":\"COMPLETED\"}\n\n"));

    JsonNode job = follow(Duration.ofMinutes(1));

    assertThat(job.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(resumed).containsExactly("null", "4", "12");
    assertThat(told)
        .containsSubsequence(
            "state RUNNING", "progress 20", "log 9", "trial 3", "state COMPLETED", "progress 100");
    assertThat(pauses).containsExactly(1_000L, 50L);
  }

  @Test
  void aStreamWithNothingMoreToComeEnds() throws Exception {
    streams.add(new Reply(204, "text/event-stream", ""));

    assertThat(follow(Duration.ofMinutes(1)).path("status").asText()).isEqualTo("COMPLETED");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 406, 200})
  void aServiceWithoutAStreamIsAskedOnceASecond(int status) throws Exception {
    streams.add(new Reply(status, "application/json", "{}"));
    streams.add(stream(""));
    completedAfter = 3;

    assertThat(follow(Duration.ofMinutes(1)).path("status").asText()).isEqualTo("COMPLETED");

    assertThat(resumed).hasSize(1);
    assertThat(pauses).containsExactly(1_000L, 1_000L, 1_000L);
    assertThat(told).contains("progress 10", "log " + Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aServiceWithoutRoomForAStreamIsAskedUntilItHasSome(int status) throws Exception {
    streams.add(new Reply(status, "application/problem+json", "{\"detail\": \"full\"}"));
    streams.add(stream("event: state\nid: 1\ndata: {\"status\":\"COMPLETED\"}\n\n"));

    assertThat(follow(Duration.ofMinutes(1)).path("status").asText()).isEqualTo("COMPLETED");

    assertThat(resumed).hasSize(2);
    assertThat(pauses).hasSize(30).containsOnly(1_000L);
  }

  @Test
  void aServiceThatIsAwayIsWaitedForAndToldOnce() throws Exception {
    streams.add(new Reply(404, "text/plain", ""));
    streams.add(stream(""));
    awayFrom = 1;
    awayTo = 4;
    completedAfter = 5;

    assertThat(follow(Duration.ofMinutes(1)).path("status").asText()).isEqualTo("COMPLETED");

    assertThat(told).filteredOn(line -> line.startsWith("away")).hasSize(1);
  }

  @Test
  void aServiceThatStaysAwayIsGivenUp() {
    streams.add(new Reply(404, "text/plain", ""));
    streams.add(stream(""));
    awayFrom = 1;
    awayTo = Integer.MAX_VALUE;

    assertThatThrownBy(() -> follow(Duration.ofSeconds(20)))
        .isInstanceOf(ServiceException.class)
        .hasMessageEndingWith("cannot answer now: told so")
        .extracting(e -> ((ServiceException) e).exitCode())
        .isEqualTo(69);
    assertThat(pauses).contains(2_000L, 4_000L, 8_000L, 10_000L);
  }

  @Test
  void aJobThatWasJustAcceptedIsWaitedForFromTheBeginning() throws Exception {
    streams.add(stream("event: state\nid: 1\ndata: {\"status\":\"COMPLETED\"}\n\n"));
    awayFrom = 0;
    awayTo = 2;

    JsonNode job = follower(Duration.ofMinutes(1)).followAccepted(JOB, listener());

    assertThat(job.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(told).filteredOn(line -> line.startsWith("away")).hasSize(1);
    assertThatThrownBy(() -> follower(Duration.ofMinutes(1)).follow("other", listener()))
        .isInstanceOf(ServiceException.class);
  }

  @Test
  void anEventIsToldWhenItIsSentAndNotAtTheEndOfItsStream() throws Exception {
    live = true;

    assertThat(follow(Duration.ofMinutes(1)).path("status").asText()).isEqualTo("COMPLETED");
    assertThat(told).contains("state RUNNING");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void aRefusalIsNotRepeated(int status) {
    statusOfProgress = status;

    assertThatThrownBy(() -> follow(Duration.ofMinutes(1))).isInstanceOf(ServiceException.class);
    assertThat(questions).hasValue(1);
    assertThat(pauses).isEmpty();
  }

  private static Reply stream(String body) {
    return new Reply(200, "text/event-stream;charset=UTF-8", body);
  }

  private JsonNode follow(Duration patience) throws InterruptedException {
    return follower(patience).follow(JOB, listener());
  }

  private JobFollower follower(Duration patience) {
    ServiceClient service =
        new ServiceClient(
            Target.of("http://127.0.0.1:" + server.getAddress().getPort(), null, "test"));
    return new JobFollower(service, pauses::add, patience);
  }

  private JobListener listener() {
    return new JobListener() {
      @Override
      public void progress(JsonNode progress) {
        told.add("progress " + progress.path("percentage").asInt());
      }

      @Override
      public void state(JsonNode state) {
        told.add("state " + state.path("status").asText());
      }

      @Override
      public void trial(JsonNode trial) {
        told.add("trial " + trial.path("number").asInt());
      }

      @Override
      public void log(long upTo) {
        told.add("log " + upTo);
      }

      @Override
      public void away(String reason) {
        told.add("away " + reason);
      }
    };
  }
}
