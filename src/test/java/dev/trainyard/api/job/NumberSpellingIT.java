package dev.trainyard.api.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trainyard.api.ApiFixture;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every numeric field of every body, and every number of a query, in every spelling. */
class NumberSpellingIT extends ApiFixture {
  private static final JsonMapper EXACT =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final String MANY_ZEROS = "0".repeat(10_000);

  /** Numbers as JSON has them. */
  private static final List<String> NUMBERS =
      List.of(
          "1",
          "1.0",
          "1e0",
          "10e-1",
          "0.1E+1",
          "0",
          "-0",
          "-0.0",
          "0e99999999999999999999",
          "0.05",
          "5e-2",
          "5",
          "5.5",
          "5.000000000000000000000000000000000001",
          "0.1000000000000000055511151231257827",
          "100",
          "1e2",
          "1000",
          "1e3",
          "1E+3",
          "-1",
          "-1e3",
          "4294967297",
          "9007199254740993",
          "9223372036854775807",
          "9.223372036854775807e18",
          "9223372036854775808",
          "-9223372036854775808",
          "-9223372036854775809",
          "18446744073709551617",
          "1e19",
          "-1e19",
          "1e308",
          "1e309",
          "1e400",
          "-1e400",
          "1e-310",
          "1e-400",
          "-1e-400",
          "1e999999999",
          "1e-999999999",
          "1e99999999999999999999",
          "1e-99999999999999999999",
          "1" + MANY_ZEROS,
          "1." + MANY_ZEROS,
          "0." + MANY_ZEROS + "1");

  /** What looks like a number and is none in JSON, or is none at all. */
  private static final List<String> NO_NUMBERS =
      List.of(
          "0x1",
          "01",
          "-01",
          "+1",
          ".5",
          "1.",
          "1e",
          "1e+",
          "--1",
          "1_000",
          "NaN",
          "Infinity",
          "-Infinity",
          "\"5\"",
          "\"1e3\"",
          "\"NaN\"",
          "true",
          "[5]",
          "{\"a\": 5}");

  static List<String> trainingFields() throws IOException {
    return numericFields("training-request.schema.json");
  }

  static List<String> backtestFields() throws IOException {
    return numericFields("backtest-request.schema.json");
  }

  @ParameterizedTest
  @MethodSource("trainingFields")
  void aRequestStoresTheNumberThatWasWrittenOrRefusesIt(String field) {
    checkEverySpelling(
        "/start",
        "\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\", \"run_at\": \"2099-01-01T00:00:00Z\"",
        field,
        answer -> get("/jobs/" + answer.body().path("job_id").asText()).body().path("request"));
  }

  @ParameterizedTest
  @MethodSource("trainingFields")
  void aBatchStoresTheNumberThatWasWrittenOrRefusesIt(String field) {
    checkEverySpelling(
        "/batches",
        "\"strategies\": [\"LIQUIDITY_SWEEP\"], \"symbols\": [\"BTC/USDT\"], \"run_at\": \"2099-01-01T00:00:00Z\"",
        field,
        answer ->
            get("/jobs?batch_id=" + answer.body().path("batch_id").asText())
                .body()
                .path("items")
                .path(0)
                .path("request"));
  }

  @ParameterizedTest
  @MethodSource("backtestFields")
  void aBacktestRefusesWhatItCannotComputeWith(String field) {
    checkEverySpelling(
        "/backtests",
        "\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"NO/CANDLES\"",
        field,
        answer -> {
          throw new AssertionError("there are no candles to test with");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/jobs?limit=",
        "/queue?limit=",
        "/failed-jobs?limit=",
        "/configurations?limit=",
        "/market-data?limit=",
        "/strategies?limit=",
        "/jobs/00000000-0000-7000-8000-000000000000/logs?after=",
        "/jobs/00000000-0000-7000-8000-000000000000/trials?cursor=",
        "/jobs?cursor=",
        "/jobs/"
      })
  void noNumberInAPathOrQueryIsAFaultOfTheService(String path) {
    SoftAssertions all = new SoftAssertions();
    Stream.concat(NUMBERS.stream(), NO_NUMBERS.stream())
        .filter(text -> text.length() < 5_000)
        .forEach(
            text -> {
              String encoded = URLEncoder.encode(text, UTF_8);
              Answer answer = get(path + encoded);
              all.assertThat(answer.status()).as(path + text).isIn(200, 400, 404);
            });
    all.assertAll();
  }

  private void checkEverySpelling(
      String path, String required, String field, Function<Answer, JsonNode> stored) {
    SoftAssertions all = new SoftAssertions();
    for (String text : NUMBERS) {
      Answer answer = post(path, body(required, field, text));
      String what = field + " = " + (text.length() > 60 ? text.substring(0, 60) + "..." : text);
      if (answer.status() == 202) {
        JsonNode value = at(exact(stored.apply(answer)), field);
        all.assertThat(same(value(text), value)).as(what + " became " + value).isTrue();
      } else {
        all.assertThat(answer.status()).as(what + ": " + answer.http().body()).isEqualTo(422);
        all.assertThat(answer.error(blamed(field, answer)))
            .as(what + ": " + answer.http().body())
            .isNotNull();
      }
    }
    for (String text : NO_NUMBERS) {
      Answer answer = post(path, body(required, field, text));
      all.assertThat(answer.status()).as(field + " = " + text).isIn(400, 422);
    }
    all.assertAll();
  }

  /** The field itself, or one that does not fit to it or to the candles. */
  private static String blamed(String field, Answer answer) {
    String first = answer.body().path("errors").path(0).path("field").asText();
    return first.equals("symbol") || first.equals("to_bar") || field.startsWith(first)
        ? first
        : field;
  }

  /** A whole number keeps all its digits; another is rounded to the nearest double, as IEEE 754. */
  private static boolean same(BigDecimal written, JsonNode stored) {
    BigDecimal value = stored.decimalValue();
    boolean whole = written.stripTrailingZeros().scale() <= 0;
    return whole
        ? value.compareTo(written) == 0
        : value.doubleValue() == written.doubleValue() && value.signum() == written.signum();
  }

  /** {@link BigDecimal} cannot read the largest exponents, which only 0 may have here. */
  private static BigDecimal value(String text) {
    return text.startsWith("0e") ? BigDecimal.ZERO : new BigDecimal(text);
  }

  private static JsonNode exact(JsonNode json) {
    try {
      return EXACT.readTree(json.toString());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode at(JsonNode json, String field) {
    return json.at("/" + field.replace(".", "/").replace("[0]", "/0"));
  }

  private static String body(String required, String field, String number) {
    String value = number;
    String[] steps = field.split("\\.", -1);
    for (int i = steps.length - 1; i >= 0; i--) {
      boolean list = steps[i].endsWith("[0]");
      String name = list ? steps[i].substring(0, steps[i].length() - 3) : steps[i];
      value = "\"%s\": %s".formatted(name, list ? "[" + value + "]" : value);
      if (i > 0) {
        value = "{" + value + "}";
      }
    }
    return "{" + required + ", " + value + "}";
  }

  /** The fields of a schema that may be numbers; parameters stand for those of their kind. */
  private static List<String> numericFields(String schema) throws IOException {
    try (InputStream in = NumberSpellingIT.class.getResourceAsStream("/schema/" + schema)) {
      List<String> fields = new ArrayList<>();
      collect(EXACT.readTree(in), "", fields);
      assertThat(fields).contains("capital", "costs.fee_rate");
      return fields;
    }
  }

  private static void collect(JsonNode schema, String path, List<String> fields)
      throws IOException {
    if (schema.has("$ref")) {
      String[] target = schema.get("$ref").textValue().split("#", 2);
      try (InputStream in = NumberSpellingIT.class.getResourceAsStream("/schema/" + target[0])) {
        collect(EXACT.readTree(in).at(target[1]), path, fields);
      }
      return;
    }
    String types = schema.path("type").toString();
    if (types.contains("integer") || types.contains("number")) {
      fields.add(path);
    }
    for (var property : schema.path("properties").properties()) {
      boolean choices = property.getKey().equals("choices");
      String below =
          choices && path.endsWith("pierce_depth")
              ? path.replace("pierce_depth", "key_level_lookback")
              : path;
      collect(
          property.getValue(), (below.isEmpty() ? "" : below + ".") + property.getKey(), fields);
    }
    if (schema.path("additionalProperties").isObject()) {
      collect(schema.get("additionalProperties"), path + ".pierce_depth", fields);
    }
    if (schema.has("items")) {
      collect(schema.get("items"), path + "[0]", fields);
    }
  }
}
