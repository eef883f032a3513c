package dev.trainyard.api.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.access.AuditLog;
import dev.trainyard.api.http.ContinueOnRead;
import dev.trainyard.api.problem.ProblemAdvice;
import dev.trainyard.api.problem.Problems;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.file.CandleFileReader;
import dev.trainyard.marketdata.MarketDataBeans;
import dev.trainyard.retention.Sweeper;
import dev.trainyard.support.CheckedHttp;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
    classes = MarketDataControllerIT.Application.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.mvc.problemdetails.enabled=true",
      "spring.jackson.property-naming-strategy=SNAKE_CASE",
      "server.tomcat.connection-timeout=5s",
      "trainyard.market-data.concurrent-uploads=1"
    })
class MarketDataControllerIT {
  private static final String BASE = "/api/v2/training/market-data";
  private static final String UPLOAD = BASE + "/binanceus/BTC-USDT/5m";
  private static final String HEADER = "timestamp,open,high,low,close,volume\n";
  private static final String CANDLE = "1743699900,2,4,1,3,5\n";

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    FlywayAutoConfiguration.class
  })
  @EnableConfigurationProperties(UploadSettings.class)
  @Import({
    AuditLog.class,
    Sweeper.class,
    MarketDataController.class,
    ContinueOnRead.class,
    MarketDataBeans.class,
    Problems.class,
    ProblemAdvice.class
  })
  static class Application {
    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    /** Knows the paths of routes, of which there are none here. */
    @Bean
    CamelContext camelContext() {
      return new DefaultCamelContext(false);
    }
  }

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry registry) {
    TestServers.Database database = TestServers.shared().freshDatabase();
    registry.add("spring.datasource.url", database::jdbcUrl);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
  }

  private final CheckedHttp client = new CheckedHttp();

  @LocalServerPort private int port;
  @Autowired private ObjectMapper json;
  @Autowired private JdbcTemplate jdbc;

  @BeforeEach
  void empty() {
    jdbc.execute("TRUNCATE candle_rows, candle_blocks, candle_series");
  }

  @Test
  void anUploadAnswersWhatBecameOfItsLines() throws Exception {
    JsonNode answer = upload(HEADER + CANDLE + "1743700200,2,1,4,3,5\n" + CANDLE, 200);

    assertThat(answer.toString())
        .isEqualTo(
            "{\"dry_run\":false,\"received\":3,\"inserted\":1,\"updated\":0,\"duplicates\":1,"
                + "\"contradictory\":0,\"first_contradiction\":null,\"unfinished\":0,\"gaps\":0,\"rejected\":1,\"rejections\":"
                + "[{\"line\":3,\"reason\":\"high: 1.0 is below low 4.0\"}],"
                + "\"understood\":{\"format\":\"csv\",\"packing\":\"none\",\"encoding\":\"UTF-8\","
                + "\"separator\":\",\",\"decimal\":\"point\",\"header\":true,\"columns\":"
                + "{\"time\":\"timestamp\",\"open\":\"open\",\"high\":\"high\",\"low\":\"low\","
                + "\"close\":\"close\",\"volume\":\"volume\"},\"time_unit\":[\"s\"],\"zone\":\"UTC\","
                + "\"stamp\":\"open\",\"volume\":\"base\",\"flat_stretches\":0,\"longest_flat\":0,"
                + "\"notes\":[],\"first\":\"2025-04-03T17:05:00Z\",\"last\":\"2025-04-03T17:05:00Z\"}}");
  }

  @Test
  void aTimeWithoutAnOffsetIsInTheZoneThatTheAnswerNames() throws Exception {
    JsonNode answer = upload(HEADER + "2025-04-03 17:05:00,2,4,1,3,5\n", 200);

    assertThat(answer.path("understood").path("zone").asText()).isEqualTo("UTC");
    assertThat(answer.path("understood").path("notes").toString()).contains("zone=");
    assertThat(get(BASE, 200).path("items").path(0).path("from").asText())
        .isEqualTo("2025-04-03T17:05:00Z");
  }

  @Test
  void theInventoryShowsWhatWasUploadedPageByPage() throws Exception {
    upload(HEADER + CANDLE, 200);
    send(post(BASE + "/kraken/eth-usd/5m", HEADER + CANDLE), 200);

    JsonNode first = get(BASE + "?limit=1", 200);
    assertThat(first.path("items").toString())
        .isEqualTo(
            "[{\"exchange\":\"binanceus\",\"symbol\":\"BTC/USDT\",\"timeframe\":\"5m\",\"rows\":1,"
                + "\"from\":\"2025-04-03T17:05:00Z\",\"to\":\"2025-04-03T17:05:00Z\",\"gaps\":0,"
                + "\"volume_kind\":\"base\",\"empty_minutes\":null,\"source\":\"upload\"}]");
    JsonNode second = get(BASE + "?limit=1&cursor=" + first.path("next_cursor").asText(), 200);
    assertThat(second.path("items").path(0).path("symbol").asText()).isEqualTo("ETH/USD");
    assertThat(second.has("next_cursor")).isTrue();
    assertThat(second.path("next_cursor").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"BTCUSDT-5m.csv,5m,25920", "BTCUSDT-1h.csv,1h,23988"})
  void theRealFilesAreTakenWholeAndASecondTimeChangeNothing(
      String file, String timeframe, long candles) throws Exception {
    String path = BASE + "/binanceus/BTC-USDT/" + timeframe;
    byte[] csv = RealCandles.csv(file);

    JsonNode first = send(post(path, csv, "text/csv"), 200);
    assertThat(first.path("inserted").asLong()).isEqualTo(candles);
    assertThat(first.path("rejected").asLong()).isZero();

    JsonNode second = send(post(path, gzip(csv), "application/gzip"), 200);
    assertThat(second.path("received").asLong()).isEqualTo(candles);
    assertThat(second.path("inserted").asLong()).isZero();
    assertThat(second.path("updated").asLong()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "application/gzip,",
    "application/octet-stream,",
    "text/csv,gzip",
    "application/gzip,gzip",
    "text/csv; charset=utf-8,x-gzip"
  })
  void gzipIsTakenHoweverItIsDeclared(String type, String encoding) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(UPLOAD))
            .header("Content-Type", type)
            .POST(
                BodyPublishers.ofByteArray(
                    gzip((HEADER + CANDLE).getBytes(StandardCharsets.UTF_8))));
    if (encoding != null) {
      request.header("Content-Encoding", encoding);
    }

    assertThat(send(request.build(), 200).path("inserted").asLong()).isEqualTo(1);
  }

  @Test
  void anotherMediaTypeOrEncodingIsRefusedWithThoseThatAreRead() throws Exception {
    JsonNode problem =
        send(post(UPLOAD, HEADER.getBytes(StandardCharsets.UTF_8), "application/xml"), 415);
    assertThat(problem.path("detail").asText()).contains("text/csv", "application/gzip");

    HttpRequest brotli =
        HttpRequest.newBuilder(uri(UPLOAD))
            .header("Content-Type", "text/csv")
            .header("Content-Encoding", "br")
            .POST(BodyPublishers.ofString(HEADER))
            .build();
    assertThat(send(brotli, 415).path("detail").asText()).contains("gzip");
  }

  @ParameterizedTest
  @CsvSource({
    "Binance/BTC-USDT/5m,exchange",
    "binance'/BTC-USDT/5m,exchange",
    "binanceus/BTCUSDT/5m,symbol",
    "binanceus/BTC-USDT-X/5m,symbol",
    "binanceus/BTC-USDT'--/5m,symbol",
    "binanceus/BTC-USDT/7m,timeframe"
  })
  void aBadPathIsRefusedWithTheParameterAndWhatIsAllowed(String path, String parameter)
      throws Exception {
    JsonNode problem = send(post(BASE + "/" + path, HEADER + CANDLE), 400);

    assertThat(problem.path("errors").path(0).path("field").asText()).isEqualTo(parameter);
    assertThat(problem.path("detail").asText()).contains("expected");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                             | the file is empty
          hello                                          | no header and no candles found
          <html></html>                                  | the file is HTML or XML
          timestamp,open,high,low,close,volume           | the file has a header and no candles
          timestamp,open,high,low,close                  | has no column volume
          """)
  void aFileWithoutCandlesIsRefused(String csv, String message) throws Exception {
    JsonNode problem = upload(csv, 422);

    assertThat(problem.path("detail").asText())
        .startsWith("nothing was stored: ")
        .contains(message);
    assertThat(problem.path("errors").path(0).path("field").asText()).isEqualTo("body");
  }

  @Test
  void aFileWhoseEveryLineIsRejectedIsRefusedWithTheReasons() throws Exception {
    JsonNode problem = upload(HEADER + "1743699900,-2,4,1,3,5\n" + "1743700200,2,1,4,3,5\n", 422);

    assertThat(problem.path("detail").asText())
        .isEqualTo("nothing was stored: each of the 2 lines was rejected");
    assertThat(problem.path("errors").toString())
        .isEqualTo(
            "[{\"field\":\"line 2\",\"message\":\"open: \\\"-2\\\" is not positive; expected a price above 0\"},"
                + "{\"field\":\"line 3\",\"message\":\"high: 1.0 is below low 4.0\"}]");
    assertThat(stored()).isZero();
  }

  @Test
  void theQuerySaysWhatTheFileDoesNot() throws Exception {
    JsonNode answer =
        send(
            post(
                UPLOAD
                    + "?columns=time,open,close,high,low,volume&zone=Europe/Berlin&stamp=close"
                    + "&volume=contracts&contract_size=0.5&decimal=comma",
                "03.04.2025 19:10;2,5;3;4;1;10\n"),
            200);

    assertThat(answer.path("inserted").asLong()).isEqualTo(1);
    assertThat(answer.at("/understood/zone").asText()).isEqualTo("Europe/Berlin");
    assertThat(answer.at("/understood/first").asText()).isEqualTo("2025-04-03T17:05:00Z");
    assertThat(jdbc.queryForList("SELECT open, high, low, close, volume FROM candles").toString())
        .isEqualTo("[{open=2.5, high=4.0, low=1.0, close=3.0, volume=5.0}]");
  }

  @Test
  void aDryRunTellsWhatWouldBeStored() throws Exception {
    JsonNode answer = send(post(UPLOAD + "?dry_run=true", HEADER + CANDLE), 200);

    assertThat(answer.path("dry_run").asBoolean()).isTrue();
    assertThat(answer.path("inserted").asLong()).isEqualTo(1);
    assertThat(stored()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          columns=time,open                     | columns       | lacks high
          columns=time,open,high,low,close,vol  | columns       | is not one of time, date
          columns=time,time,open                | columns       | more than once
          zone=Berlin                           | zone          | IANA
          stamp=middle                          | stamp         | open, close
          volume=usd                            | volume        | base, quote, contracts, ticks
          volume=contracts&contract_size=-1     | contract_size | base currency of one contract
          contract_size=1                       | contract_size | volume=contracts
          decimal=.                             | decimal       | point, comma
          dry_run=yes                           | dry_run       | true, false
          colums=time                           | colums        | columns
          """)
  void aWrongParameterIsNamedWithWhatIsAllowed(String query, String parameter, String allowed)
      throws Exception {
    JsonNode problem = send(post(UPLOAD + "?" + query, HEADER + CANDLE), 400);

    assertThat(problem.at("/errors/0/field").asText()).isEqualTo(parameter);
    assertThat(problem.at("/errors/0/message").asText()).contains(allowed);
    assertThat(stored()).isZero();
  }

  @Test
  void zipAndJsonAreTakenToo() throws Exception {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      zip.putNextEntry(new ZipEntry("BTCUSDT-5m.csv"));
      zip.write((HEADER + CANDLE).getBytes(StandardCharsets.UTF_8));
    }
    JsonNode zipped = send(post(UPLOAD, archive.toByteArray(), "application/zip"), 200);
    assertThat(zipped.at("/understood/packing").asText()).isEqualTo("zip");

    byte[] json = "[[1743700200000,2,4,1,3,5]]".getBytes(StandardCharsets.UTF_8);
    assertThat(send(post(UPLOAD, json, "application/json"), 200).at("/understood/format").asText())
        .isEqualTo("json");
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void parquetIsTakenAndADamagedOneRefused() throws Exception {
    byte[] file =
        Files.readAllBytes(Path.of("src/test/resources/market/parquet/pandas-snappy.parquet"));

    JsonNode read = send(post(UPLOAD, file, "application/vnd.apache.parquet"), 200);

    assertThat(read.at("/understood/format").asText()).isEqualTo("parquet");
    assertThat(read.path("inserted").asLong()).isEqualTo(20);
    assertThat(
            send(post(UPLOAD, Arrays.copyOf(file, 3_000), "application/octet-stream"), 422)
                .path("detail")
                .asText())
        .contains("the Parquet file is damaged, or cut off");
    assertThat(stored()).isEqualTo(20);
  }

  @Test
  void linesOfOneTimeThatContradictEachOtherAreCountedAndTold() throws Exception {
    JsonNode answer =
        upload(HEADER + CANDLE + "1743700200,2,4,1,3,5\n" + CANDLE.replace(",5", ",6"), 200);

    assertThat(answer.path("contradictory").asLong()).isEqualTo(1);
    assertThat(answer.path("first_contradiction").toString())
        .isEqualTo("{\"time\":\"2025-04-03T17:05:00Z\",\"line\":2,\"other_line\":4}");
  }

  @Test
  void damagedGzipIsRefused() throws Exception {
    byte[] whole = gzip((HEADER + CANDLE.repeat(100)).getBytes(StandardCharsets.UTF_8));
    byte[] damaged = Arrays.copyOf(whole, whole.length / 2);

    assertThat(send(post(UPLOAD, damaged, "application/gzip"), 422).path("detail").asText())
        .contains("gzip");
    byte[] noGzip = {0x1f, (byte) 0x8b, 1, 2, 3, 4, 5};
    assertThat(send(post(UPLOAD, noGzip, "application/gzip"), 422).path("detail").asText())
        .contains("gzip");
    assertThat(stored()).isZero();
  }

  @Test
  void nothingIsStoredWhenTheClientGoesAwayAndTheNextUploadIsServed() throws Exception {
    try (Socket socket = beginUpload()) {
      await().until(() -> reading() == 1);
      socket.setSoLinger(true, 0);
    }
    await().until(() -> reading() == 0);
    assertThat(stored()).isZero();

    await().untilAsserted(() -> upload(HEADER + CANDLE, 200));
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void oneUploadTooManyIsToldToComeBack() throws Exception {
    try (Socket running = beginUpload()) {
      await().until(() -> reading() == 1);
      HttpResponse<String> busy = client.send(post(UPLOAD, HEADER + CANDLE));

      assertThat(running.isConnected()).isTrue();
      assertThat(busy.statusCode()).isEqualTo(503);
      assertThat(busy.headers().firstValue("Retry-After")).contains("10");
      assertThat(busy.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
    await().until(() -> reading() == 0);
  }

  @Test
  void aClientThatStopsSendingIsToldSo() throws Exception {
    try (Socket stalled = beginUpload()) {
      byte[] statusLine = stalled.getInputStream().readNBytes("HTTP/1.1 408".length());

      assertThat(new String(statusLine, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 408");
    }
    assertThat(reading()).isZero();
    assertThat(stored()).isZero();
  }

  /** Sends most of a large file and leaves the connection open. */
  private Socket beginUpload() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    OutputStream out = socket.getOutputStream();
    out.write(
        ("POST "
                + UPLOAD
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                + "Content-Length: 100000000\r\n\r\n"
                + HEADER)
            .getBytes(StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    for (long bar = 0; bar < 50_000; bar++) {
      lines.add((1_500_000_000L + bar * 300) + ",2,4,1,3,5\n");
    }
    out.write(String.join("", lines).getBytes(StandardCharsets.UTF_8));
    out.flush();
    return socket;
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Patience.LIMIT);
  }

  /** Uploads that are read now; PostgreSQL hears of a file when all of it is there. */
  private static long reading() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            stack ->
                Arrays.stream(stack)
                    .anyMatch(call -> call.getClassName().equals(CandleFileReader.class.getName())))
        .count();
  }

  private long stored() {
    return jdbc.queryForObject("SELECT count(*) FROM candles", Long.class);
  }

  private JsonNode upload(String csv, int status) throws Exception {
    return send(post(UPLOAD, csv), status);
  }

  private JsonNode get(String path, int status) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).build(), status);
  }

  private HttpRequest post(String path, String csv) {
    return post(path, csv.getBytes(StandardCharsets.UTF_8), "text/csv");
  }

  private HttpRequest post(String path, byte[] body, String type) {
    return HttpRequest.newBuilder(uri(path))
        .header("Content-Type", type)
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private JsonNode send(HttpRequest request, int status) throws Exception {
    HttpResponse<String> response = client.send(request);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type"))
        .contains(status == 200 ? "application/json" : "application/problem+json");
    return json.readTree(response.body());
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    }
    return compressed.toByteArray();
  }
}
