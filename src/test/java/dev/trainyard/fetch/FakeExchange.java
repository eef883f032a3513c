package dev.trainyard.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Timeframe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Exchanges on this machine, each below its name, that behave as their documents say: bounds,
 * orders, candles that run, errors. They sell BTC for USDT, one of them ETH at the same price.
 */
final class FakeExchange implements AutoCloseable {
  private static final Map<String, Timeframe> BY_MINUTES =
      Map.of(
          "1", Timeframe.M1,
          "3", Timeframe.M3,
          "5", Timeframe.M5,
          "15", Timeframe.M15,
          "30", Timeframe.M30,
          "60", Timeframe.H1,
          "120", Timeframe.H2,
          "240", Timeframe.H4,
          "1440", Timeframe.D1);

  private final HttpServer server;
  private final FakeMarket market;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Fault fault = (exchange, name) -> false;

  /**
   * A request that has arrived.
   *
   * @param exchange whom it asked
   * @param at when, by {@link System#nanoTime}
   */
  record Asked(String exchange, String uri, long at) {}

  /** Answers in the place of an exchange; returns whether it did. */
  interface Fault {
    boolean answer(HttpExchange request, String exchange) throws IOException;
  }

  FakeExchange(FakeMarket market) {
    this.market = market;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String url(String exchange) {
    return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), exchange);
  }

  /** What has arrived, in its order. */
  List<Asked> asked(String exchange) {
    return asked.stream().filter(one -> one.exchange().equals(exchange)).toList();
  }

  void fail(Fault newFault) {
    fault = newFault;
  }

  void work() {
    fault = (exchange, name) -> false;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      int slash = path.indexOf('/', 1);
      String name = path.substring(1, slash);
      asked.add(new Asked(name, exchange.getRequestURI().toString(), System.nanoTime()));
      if (fault.answer(exchange, name)) {
        return;
      }
      send(exchange, answer(name, path.substring(slash), query(exchange)));
    }
  }

  /** Status and body. */
  record Reply(int status, String body) {
    static Reply ok(String body) {
      return new Reply(200, body);
    }
  }

  static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] bytes = reply.body().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> values = new TreeMap<>();
    String query = exchange.getRequestURI().getRawQuery();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      values.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
    }
    return values;
  }

  private Reply answer(String name, String path, Map<String, String> query) {
    return switch (name) {
      case "binance", "binanceus" -> binance(path, query);
      case "coinbase" -> coinbase(path, query);
      case "kraken" -> kraken(query);
      case "bitstamp" -> bitstamp(path, query);
      case "bybit" -> bybit(query);
      case "okx" -> okx(query);
      case "kucoin" -> kucoin(query);
      case "gate" -> gate(query);
      case "bitget" -> bitget(query);
      case "bitfinex" -> bitfinex(path, query);
      case "upbit" -> upbit(path, query);
      default -> new Reply(404, "{}");
    };
  }

  /** Positions of candles from a time to another one, both inclusive. */
  private static List<Integer> between(Candles candles, long from, long to) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < candles.size(); i++) {
      if (candles.time()[i] >= from && candles.time()[i] <= to) {
        found.add(i);
      }
    }
    return found;
  }

  private static List<Integer> oldest(List<Integer> found, int limit) {
    return found.subList(0, Math.min(limit, found.size()));
  }

  private static List<Integer> newest(List<Integer> found, int limit) {
    return found.subList(Math.max(0, found.size() - limit), found.size());
  }

  private static List<Integer> reversed(List<Integer> found) {
    List<Integer> turned = new ArrayList<>(found);
    Collections.reverse(turned);
    return turned;
  }

  private static String rows(List<Integer> found, IntFunction<String> row) {
    return found.stream().map(row::apply).collect(Collectors.joining(",", "[", "]"));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static Timeframe timeframe(String label) {
    return Timeframe.of(label.toLowerCase(Locale.ROOT)).orElseThrow();
  }

  private static long seconds(Map<String, String> query, String name) {
    return Long.parseLong(query.get(name)) * 1000;
  }

  private static long millis(Map<String, String> query, String name) {
    return Long.parseLong(query.get(name));
  }

  private static double paid(Candles c, int i) {
    return c.volume()[i] * c.open()[i];
  }

  private Reply binance(String path, Map<String, String> query) {
    if (!path.equals("/api/v3/klines")
        || !List.of("BTCUSDT", "ETHUSDT").contains(query.get("symbol"))) {
      return new Reply(400, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}");
    }
    Candles c = market.candles(timeframe(query.get("interval")), false);
    int limit = Math.min(1000, Integer.parseInt(query.getOrDefault("limit", "500")));
    return Reply.ok(
        rows(
            oldest(between(c, millis(query, "startTime"), millis(query, "endTime")), limit),
            i ->
                "[%d,\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",0,\"%s\",5,\"1\",\"2\",\"0\"]"
                    .formatted(
                        c.time()[i],
                        number(c.open()[i]),
                        number(c.high()[i]),
                        number(c.low()[i]),
                        number(c.close()[i]),
                        number(c.volume()[i]),
                        number(paid(c, i)))));
  }

  private Reply coinbase(String path, Map<String, String> query) {
    if (!path.equals("/products/BTC-USDT/candles")) {
      return new Reply(404, "{\"message\":\"NotFound\"}");
    }
    long step = seconds(query, "granularity");
    Candles c = market.candles(BY_MINUTES.get(Long.toString(step / Timeframe.M1.millis())), true);
    long from = Instant.parse(query.get("start")).toEpochMilli();
    long to = Instant.parse(query.get("end")).toEpochMilli();
    if ((to - from) / step >= 300) {
      return new Reply(
          400,
          "{\"message\":\"granularity too small for the requested time range. Count of aggregations requested exceeds 300\"}");
    }
    // A row before the start may come
    return Reply.ok(
        rows(
            reversed(between(c, from - step, to)),
            i ->
                "[%d,%s,%s,%s,%s,%s]"
                    .formatted(
                        c.time()[i] / 1000,
                        number(c.low()[i]),
                        number(c.high()[i]),
                        number(c.open()[i]),
                        number(c.close()[i]),
                        number(c.volume()[i]))));
  }

  private Reply kraken(Map<String, String> query) {
    if (!query.get("pair").equals("XBTUSDT")) {
      return Reply.ok("{\"error\":[\"EQuery:Unknown asset pair\"]}");
    }
    Candles c = market.candles(BY_MINUTES.get(query.get("interval")), false);
    List<Integer> newest = newest(between(c, 0, Long.MAX_VALUE), 720);
    long since = seconds(query, "since");
    List<Integer> found = newest.stream().filter(i -> c.time()[i] > since).toList();
    return Reply.ok(
        "{\"error\":[],\"result\":{\"last\":1,\"XBTUSDT\":"
            + rows(
                found,
                i ->
                    "[%d,\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",3]"
                        .formatted(
                            c.time()[i] / 1000,
                            number(c.open()[i]),
                            number(c.high()[i]),
                            number(c.low()[i]),
                            number(c.close()[i]),
                            number(c.open()[i]),
                            number(c.volume()[i])))
            + "}}");
  }

  private Reply bitstamp(String path, Map<String, String> query) {
    if (!path.equals("/api/v2/ohlc/btcusdt/")) {
      return new Reply(404, "{\"error\":\"unknown\"}");
    }
    long step = seconds(query, "step");
    Candles c = market.candles(BY_MINUTES.get(Long.toString(step / Timeframe.M1.millis())), false);
    int limit = Math.min(1000, Integer.parseInt(query.get("limit")));
    List<Integer> found = newest(between(c, 0, seconds(query, "end")), limit);
    return Reply.ok(
        "{\"data\":{\"pair\":\"BTC/USDT\",\"ohlc\":"
            + rows(
                found,
                i ->
                    "{\"high\":\"%s\",\"timestamp\":\"%d\",\"volume\":\"%s\",\"low\":\"%s\",\"close\":\"%s\",\"open\":\"%s\"}"
                        .formatted(
                            number(c.high()[i]),
                            c.time()[i] / 1000,
                            number(c.volume()[i]),
                            number(c.low()[i]),
                            number(c.close()[i]),
                            number(c.open()[i])))
            + "}}");
  }

  private Reply bybit(Map<String, String> query) {
    if (!"spot".equals(query.get("category")) || !query.get("symbol").equals("BTCUSDT")) {
      return Reply.ok("{\"retCode\":10001,\"retMsg\":\"Not supported symbols\",\"result\":{}}");
    }
    String interval = query.get("interval");
    Candles c =
        market.candles(interval.equals("D") ? Timeframe.D1 : BY_MINUTES.get(interval), false);
    int limit = Math.min(1000, Integer.parseInt(query.getOrDefault("limit", "200")));
    return Reply.ok(
        "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"category\":\"spot\",\"list\":"
            + rows(
                reversed(newest(between(c, millis(query, "start"), millis(query, "end")), limit)),
                i ->
                    "[\"%d\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\"]"
                        .formatted(
                            c.time()[i],
                            number(c.open()[i]),
                            number(c.high()[i]),
                            number(c.low()[i]),
                            number(c.close()[i]),
                            number(c.volume()[i]),
                            number(paid(c, i))))
            + "}}");
  }

  private Reply okx(Map<String, String> query) {
    if (!query.get("instId").equals("BTC-USDT")) {
      return Reply.ok("{\"code\":\"51001\",\"msg\":\"Instrument ID does not exist\",\"data\":[]}");
    }
    String bar = query.get("bar");
    Timeframe timeframe = bar.equals("1Dutc") ? Timeframe.D1 : timeframe(bar);
    Candles c = market.candles(timeframe, false);
    int limit = Math.min(100, Integer.parseInt(query.getOrDefault("limit", "100")));
    // before is newer than, after is older than
    List<Integer> found = between(c, millis(query, "before") + 1, millis(query, "after") - 1);
    return Reply.ok(
        "{\"code\":\"0\",\"msg\":\"\",\"data\":"
            + rows(
                reversed(newest(found, limit)),
                i ->
                    "[\"%d\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\"]"
                        .formatted(
                            c.time()[i],
                            number(c.open()[i]),
                            number(c.high()[i]),
                            number(c.low()[i]),
                            number(c.close()[i]),
                            number(c.volume()[i]),
                            number(paid(c, i)),
                            number(paid(c, i)),
                            i == c.size() - 1 ? "0" : "1"))
            + "}");
  }

  private Reply kucoin(Map<String, String> query) {
    if (!query.get("symbol").equals("BTC-USDT")) {
      return Reply.ok("{\"code\":\"400100\",\"msg\":\"Unsupported trading pair.\"}");
    }
    String type = query.get("type").replace("min", "m").replace("hour", "h").replace("day", "d");
    Candles c = market.candles(timeframe(type), true);
    List<Integer> found = between(c, seconds(query, "startAt"), seconds(query, "endAt") - 1);
    return Reply.ok(
        "{\"code\":\"200000\",\"data\":"
            + rows(
                reversed(newest(found, 1500)),
                i ->
                    "[\"%d\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\"]"
                        .formatted(
                            c.time()[i] / 1000,
                            number(c.open()[i]),
                            number(c.close()[i]),
                            number(c.high()[i]),
                            number(c.low()[i]),
                            number(c.volume()[i]),
                            number(paid(c, i))))
            + "}");
  }

  private Reply gate(Map<String, String> query) {
    if (query.containsKey("limit")) {
      return new Reply(
          400, "{\"label\":\"INVALID_PARAM_VALUE\",\"message\":\"limit beside from and to\"}");
    }
    if (!query.get("currency_pair").equals("BTC_USDT")) {
      return new Reply(400, "{\"label\":\"INVALID_CURRENCY_PAIR\",\"message\":\"Invalid\"}");
    }
    Candles c = market.candles(timeframe(query.get("interval")), false);
    return Reply.ok(
        rows(
            oldest(between(c, seconds(query, "from"), seconds(query, "to")), 1000),
            i ->
                "[\"%d\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\"]"
                    .formatted(
                        c.time()[i] / 1000,
                        number(paid(c, i)),
                        number(c.close()[i]),
                        number(c.high()[i]),
                        number(c.low()[i]),
                        number(c.open()[i]),
                        number(c.volume()[i]),
                        i != c.size() - 1)));
  }

  private Reply bitget(Map<String, String> query) {
    if (!List.of("BTCUSDT", "ETHUSDT").contains(query.get("symbol"))) {
      return new Reply(400, "{\"code\":\"40034\",\"msg\":\"Parameter BTC does not exist\"}");
    }
    String granularity = query.get("granularity").replace("min", "m").replace("Dutc", "d");
    Candles c = market.candles(timeframe(granularity), false);
    int limit = Math.min(200, Integer.parseInt(query.get("limit")));
    List<Integer> found = newest(between(c, 0, millis(query, "endTime") - 1), limit);
    return Reply.ok(
        "{\"code\":\"00000\",\"msg\":\"success\",\"data\":"
            + rows(
                found,
                i ->
                    "[\"%d\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\"]"
                        .formatted(
                            c.time()[i],
                            number(c.open()[i]),
                            number(c.high()[i]),
                            number(c.low()[i]),
                            number(c.close()[i]),
                            number(c.volume()[i]),
                            number(paid(c, i)),
                            number(paid(c, i))))
            + "}");
  }

  private Reply bitfinex(String path, Map<String, String> query) {
    String[] parts = path.split("[:/]", -1);
    if (!parts[5].equals("tBTCUST")) {
      return new Reply(500, "[\"error\",10020,\"symbol: invalid\"]");
    }
    Candles c = market.candles(timeframe(parts[4]), true);
    return Reply.ok(
        rows(
            oldest(
                between(c, millis(query, "start"), millis(query, "end")),
                Integer.parseInt(query.get("limit"))),
            i ->
                "[%d,%s,%s,%s,%s,%s]"
                    .formatted(
                        c.time()[i],
                        number(c.open()[i]),
                        number(c.close()[i]),
                        number(c.high()[i]),
                        number(c.low()[i]),
                        number(c.volume()[i]))));
  }

  private Reply upbit(String path, Map<String, String> query) {
    if (!query.get("market").equals("USDT-BTC")) {
      return new Reply(404, "{\"error\":{\"name\":404,\"message\":\"Code not found\"}}");
    }
    Candles c = market.candles(BY_MINUTES.get(path.substring(path.lastIndexOf('/') + 1)), true);
    int count = Math.min(200, Integer.parseInt(query.getOrDefault("count", "1")));
    long to = Instant.parse(query.get("to")).toEpochMilli();
    return Reply.ok(
        rows(
            reversed(newest(between(c, 0, to - 1), count)),
            i ->
                "{\"market\":\"USDT-BTC\",\"candle_date_time_utc\":\"%s\",\"opening_price\":%s,\"high_price\":%s,\"low_price\":%s,\"trade_price\":%s,\"timestamp\":%d,\"candle_acc_trade_price\":%s,\"candle_acc_trade_volume\":%s,\"unit\":5}"
                    .formatted(
                        Instant.ofEpochMilli(c.time()[i]).toString().replace("Z", ""),
                        number(c.open()[i]),
                        number(c.high()[i]),
                        number(c.low()[i]),
                        number(c.close()[i]),
                        c.time()[i] + 4321,
                        number(paid(c, i)),
                        number(c.volume()[i]))));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
