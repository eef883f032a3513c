package dev.trainyard.api.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;

/** What clients get wrong, and what attackers try. */
final class Mutations {
  private static final List<String> PIECES =
      List.of(
          "..",
          ".",
          "%2e%2e",
          "%2E",
          ";a=b",
          ";",
          "%3b",
          "",
          "%00",
          "%01",
          "%0d%0aX:%20y",
          "%2f",
          "%5c",
          "\\",
          "%zz",
          "%",
          "%c0%ae",
          "%ff",
          "é",
          "{}",
          "<>",
          "a".repeat(9000),
          "*",
          "%20",
          "~",
          "''",
          "$%7Bjava:os%7D",
          "%E2%80%AE",
          "actuator",
          "null",
          "-1",
          "0",
          "00000000-0000-0000-0000-000000000000",
          "@",
          ":8080",
          "a|b",
          "#x",
          "+",
          "WEB-INF");

  private static final List<String> QUERIES =
      List.of(
          "",
          "&",
          "&&&",
          "=",
          "a",
          "a=b=c",
          "limit=-1",
          "limit=99999999999999999999",
          "limit=1e3",
          "limit=",
          "limit=%31",
          "limit=%00",
          "limit=1&limit=2",
          "cursor=AAAA",
          "cursor=%00",
          "cursor=" + "A".repeat(3000),
          "status=%ff",
          "status=RUNNING&status=x",
          "q=%",
          "q=%zz",
          "symbol=%27%3B--",
          "symbol=%F0%9F%98%80",
          "symbol=é",
          "a=" + "b".repeat(9000),
          "a=b&".repeat(2000),
          "[]=1",
          "a[b]=c",
          "from=0000-00-00T00:00:00Z",
          "from=%2B999999999-12-31T23:59:59Z",
          "to=-999999999-01-01T00:00:00Z",
          "x;y=z",
          "failed_after=1e999",
          "job_id=1-1-1-1-1",
          "bridgeErrorHandler=true",
          "strategy=%0A",
          "limit=%D9%A1",
          "trials=1&limit=0",
          "%6c%69mit=5",
          "error_class=%25",
          "kind=%5C");

  private static final List<String> HEADERS =
      List.of(
          "Idempotency-Key: ",
          "Idempotency-Key: é",
          "Idempotency-Key: a\u0001b",
          "Idempotency-Key: a b",
          "Idempotency-Key: " + "k".repeat(300),
          "Idempotency-Key: same",
          "Idempotency-Key: a\r\nIdempotency-Key: b",
          "Accept: nonsense",
          "Accept: */*;q=2",
          "Accept: application/xml",
          "Accept: ",
          "Accept: text/html;charset=\"",
          "Accept: a/b;c",
          "Accept: " + "a/b,".repeat(900),
          "Accept: application/json;q=nan",
          "Accept: text/plain",
          "Accept: text/event-stream",
          "Accept: */json",
          "Accept: application/json;charset=nope",
          "Accept-Charset: nonsense",
          "Accept-Encoding: gzip;q=x, *;q=0",
          "Accept-Language: é;q=z",
          "Authorization: ",
          "Authorization: Bearer",
          "Authorization: Bearer ty_x",
          "Authorization: Basic Og==",
          "Authorization: Bearer a\u0000b",
          "Authorization: Bearer é",
          "Authorization: Bearer " + "x".repeat(4000),
          "Authorization: Digest a=\"b",
          "Content-Type: text/plain",
          "Content-Type: ",
          "Content-Type: é",
          "Content-Type: a",
          "Content-Type: application/json;charset=utf-7",
          "Content-Type: application/json;",
          "Content-Type: application/json;charset=\"",
          "Content-Type: multipart/form-data",
          "Content-Type: multipart/form-data; boundary=x",
          "Content-Type: */*",
          "Content-Type: application/x-www-form-urlencoded",
          "Content-Type: application/xml",
          "Content-Type: application/x-java-serialized-object",
          "Content-Encoding: gzip",
          "Content-Encoding: identity",
          "Content-Encoding: br, gzip",
          "Expect: 100-continue",
          "Expect: nonsense",
          "Upgrade: h2c",
          "Upgrade: websocket",
          "Range: bytes=0-1,-1,z",
          "If-None-Match: *",
          "If-None-Match: \"",
          "If-Modified-Since: nonsense",
          "If-Match: *",
          "X-HTTP-Method-Override: DELETE",
          "Forwarded: for=\"",
          "Forwarded: proto=javascript",
          "X-Forwarded-Prefix: //evil",
          "X-Forwarded-Host: a b",
          "X-Forwarded-Proto: \u0001",
          "X-Forwarded-Port: 99999",
          "X-Forwarded-For: é",
          "Host: a b",
          "Host: [::1",
          "Host: ",
          "traceparent: 00-00000000000000000000000000000000-0000000000000000-00",
          "traceparent: é",
          "baggage: a=" + "b".repeat(5000),
          "Cookie: a=\u0001; ;=;\"",
          "Origin: null",
          "Origin: http://evil",
          "CamelHttpResponseCode: 200",
          "CamelBeanMethodName: toString",
          "CamelHttpUri: http://localhost:1",
          "CamelFileName: x",
          "TrainyardCaller: root",
          "breadcrumbId: \u0007",
          "X: " + "y".repeat(7000),
          "Y: " + "y".repeat(60_000),
          "a: b\r\n".repeat(150) + "c: d",
          "no colon",
          ": no name",
          "na me: x",
          "Z: \u0000",
          " folded: x",
          "Content-Length: 5",
          "Content-Length: -1",
          "Content-Length: x",
          "Content-Length: 99999999999999999999",
          "Transfer-Encoding: gzip",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: identity",
          "TE: trailers");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "-0.0",
          "1e308",
          "1e400",
          "-1e400",
          "1e-400",
          "NaN",
          "9223372036854775807",
          "9223372036854775808",
          "2147483648",
          "0.1",
          "1.0",
          "1E2",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"a\\u0000b\"",
          "\"\\ud800\"",
          "\"\\udfff\\ud800\"",
          "\"\\u202e\"",
          "\"'; DROP TABLE training_jobs; --\"",
          "\"${jndi:ldap://x}\"",
          "\"${body}\"",
          "\"%s%n%d\"",
          "\"../../etc/passwd\"",
          "\"\\r\\nX: y\"",
          "\"1\"",
          "\"\u0001\"",
          "\"😀\"",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "[1, \"a\", {}]",
          "{\"\": null}",
          "{\"a\": {\"b\": {}}}",
          "\"" + "x".repeat(20_000) + "\"",
          "1".repeat(2000),
          "1." + "1".repeat(2000),
          "1e" + "9".repeat(30),
          "\"-999999999-01-01T00:00:00Z\"",
          "\"+999999999-12-31T23:59:59.999999999Z\"",
          "\"0000-01-01T00:00:00Z\"",
          "\"9999-12-31T23:59:59Z\"",
          "\"294277-01-01T00:00:00Z\"",
          "\"1970-01-01\"",
          "\"LIQUIDITY_SWEEP\\u0000\"",
          "\"00000000-0000-0000-0000-000000000000\"",
          "\"1-1-1-1-1\"",
          "[" + "0,".repeat(9999) + "0]",
          "{\"low\": 5, \"high\": 1}",
          "{\"low\": 1e308}",
          "[".repeat(400) + "]".repeat(400));

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** Spoils a request in one way. */
  void spoil(FuzzedRequest request, JsonNode json) {
    int kind = random.nextInt(json == null ? 10 : 18);
    switch (kind) {
      case 0, 1, 2 -> request.path = path(request.path);
      case 3, 4 -> request.query = query(request.query);
      case 5, 6, 7 -> header(request, HEADERS.get(random.nextInt(HEADERS.size())));
      case 8 -> request.method = method();
      case 9 -> framing(request);
      case 10, 11 -> request.body = bytes(request.body);
      default -> request.body = json(json).getBytes(UTF_8);
    }
  }

  private String path(String path) {
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    List<String> segments = new ArrayList<>(Arrays.asList(path.split("/", -1)));
    int at = Math.min(1 + random.nextInt(segments.size()), segments.size() - 1);
    switch (random.nextInt(6)) {
      case 0 -> segments.add(at, piece);
      case 1 -> segments.set(at, piece);
      case 2 -> segments.set(at, segments.get(at) + piece);
      case 3 -> segments.set(at, piece + segments.get(at));
      case 4 -> segments.add(piece);
      default -> {
        return switch (random.nextInt(6)) {
          case 0 -> "http://elsewhere" + path;
          case 1 -> "*";
          case 2 -> path.substring(1);
          case 3 -> path.replaceFirst("t", "%74");
          case 4 -> path.toUpperCase(Locale.ROOT);
          default -> path + "/";
        };
      }
    }
    return String.join("/", segments);
  }

  private String query(String query) {
    String piece = QUERIES.get(random.nextInt(QUERIES.size()));
    return query.isEmpty() || random.nextBoolean() ? piece : query + "&" + piece;
  }

  private void header(FuzzedRequest request, String header) {
    int colon = header.indexOf(':');
    if (colon > 0 && random.nextInt(4) > 0) {
      request.without(header.substring(0, colon));
    }
    request.headers.add(random.nextInt(request.headers.size() + 1), header);
  }

  private String method() {
    return List.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PURGE",
            "get",
            "G\u0001T",
            "",
            "A".repeat(300))
        .get(random.nextInt(14));
  }

  /** Bodies that are shorter than said, or cut into odd chunks. */
  private void framing(FuzzedRequest request) {
    String text = new String(request.body, ISO_8859_1);
    switch (random.nextInt(7)) {
      case 0 -> request.framing = "Content-Length: " + (request.body.length + 10);
      case 1 -> request.framing = "Content-Length: 0";
      case 2 -> request.framing = "Content-Length: " + request.body.length / 2;
      case 3 -> chunked(request, "%x\r\n%s\r\n0\r\n\r\n".formatted(text.length(), text));
      case 4 -> chunked(request, "%x\r\n%s".formatted(text.length() + 5, text));
      case 5 -> chunked(request, "zz\r\n" + text);
      default ->
          chunked(request, "ffffffffffffffff\r\n%s\r\n0\r\nX: \u0001\r\n\r\n".formatted(text));
    }
  }

  private static void chunked(FuzzedRequest request, String body) {
    request.framing = "Transfer-Encoding: chunked";
    request.body = body.getBytes(ISO_8859_1);
  }

  private byte[] bytes(byte[] body) {
    if (body.length < 2) {
      return VALUES.get(random.nextInt(VALUES.size())).getBytes(UTF_8);
    }
    String text = new String(body, UTF_8);
    byte[] spoilt = body.clone();
    switch (random.nextInt(11)) {
      case 0 -> {
        return Arrays.copyOf(body, random.nextInt(body.length + 1));
      }
      case 1 -> spoilt[random.nextInt(spoilt.length)] ^= (byte) (1 << random.nextInt(8));
      case 2 -> spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt(32);
      case 3 -> {
        return ("\ufeff" + text).getBytes(UTF_8);
      }
      case 4 -> {
        return text.getBytes(StandardCharsets.UTF_16);
      }
      case 5 -> {
        return (text + text).getBytes(UTF_8);
      }
      case 6 -> {
        return ("[".repeat(100_000) + text).getBytes(UTF_8);
      }
      case 7 -> {
        return ("{\"a\":".repeat(20_000) + text).getBytes(UTF_8);
      }
      case 8 -> {
        return (" ".repeat(1_100_000) + text).getBytes(UTF_8);
      }
      case 9 -> {
        return (text.substring(0, text.length() - 1) + "," + text.substring(1)).getBytes(UTF_8);
      }
      default -> {
        return VALUES.get(random.nextInt(VALUES.size())).getBytes(UTF_8);
      }
    }
    return spoilt;
  }

  /** Changes some places of a document; values that are no JSON are put into its text. */
  private String json(JsonNode json) {
    JsonNode copy = json.deepCopy();
    String mark = "@@spoilt@@";
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      place(copy, mark);
    }
    String text = copy.toString();
    while (text.contains('"' + mark + '"')) {
      text =
          text.replaceFirst(
              '"' + mark + '"',
              Matcher.quoteReplacement(VALUES.get(random.nextInt(VALUES.size()))));
    }
    return text;
  }

  private void place(JsonNode json, String mark) {
    if (json instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      if (names.isEmpty() || random.nextInt(8) == 0) {
        object.put(List.of("", "x", "\u0000", "цена", "a.b", "$ref").get(random.nextInt(6)), mark);
        return;
      }
      String name = names.get(random.nextInt(names.size()));
      if (random.nextInt(8) == 0) {
        object.remove(name);
      } else if (object.get(name).isContainerNode() && random.nextInt(3) > 0) {
        place(object.get(name), mark);
      } else {
        object.put(name, mark);
      }
    } else if (json instanceof ArrayNode array) {
      if (array.isEmpty() || random.nextInt(4) == 0) {
        array.add(mark);
      } else {
        array.set(random.nextInt(array.size()), TextNode.valueOf(mark));
      }
    }
  }
}
