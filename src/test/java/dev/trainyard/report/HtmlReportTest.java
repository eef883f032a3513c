package dev.trainyard.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Backtester;
import dev.trainyard.backtest.BuyAndHold;
import dev.trainyard.backtest.Costs;
import dev.trainyard.backtest.ExecutionModel;
import dev.trainyard.backtest.Sizing;
import dev.trainyard.market.Candles;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
  private static final String HOSTILE = "</title><script>alert('x')</script>\"&<!--\u0000";

  private static ReportData trained;

  @BeforeAll
  static void train() throws InterruptedException {
    trained =
        TrainedReport.validated(
            "LIQUIDITY_SWEEP", RealCandles.bitstamp(Timeframe.M1), Timeframe.M1, "random", 40);
  }

  @Test
  void aValidatedConfigurationHasEverySection() throws Exception {
    String page = HtmlReport.of(trained);
    keep("validated", page);

    Document document = parse(page);
    assertThat(sections(document))
        .containsExactly(
            "figures",
            "equity",
            "walk-forward",
            "trades",
            "search",
            "parameters",
            "validation",
            "data-quality",
            "reproduction");
    assertThat(text(document))
        .contains("LIQUIDITY_SWEEP on BTC/USD, 1m candles")
        .contains("Hold-out")
        .contains("Stability, 0 to 1")
        .contains("of the capital")
        .contains("Window 5")
        .contains("Probabilistic Sharpe ratio")
        .contains("Costs × 1.5")
        .contains("pierce_depth")
        .contains("POST to /trade/api/v2/training/start:")
        .contains("\"n_iterations\" : 40")
        .doesNotContain("secret");
    for (JsonNode reason : trained.configuration().at("/validation/reasons")) {
      assertThat(text(document)).contains(reason.asText());
    }
    assertHasNoPlaceholder(document);
  }

  @Test
  void aConfigurationWithoutValidationShowsWhatItHas() throws Exception {
    ReportData data =
        TrainedReport.unvalidated(
            "SUPPLY_SHOCK", RealCandles.bitstamp(Timeframe.M5), Timeframe.M5, 20);
    String page = HtmlReport.of(data);
    keep("unvalidated", page);

    Document document = parse(page);
    assertThat(sections(document))
        .containsExactly(
            "figures", "equity", "trades", "search", "parameters", "data-quality", "reproduction");
    assertThat(text(document)).contains("Not validated").doesNotContain("On the hold-out");
    assertHasNoPlaceholder(document);
  }

  @Test
  void aConfigurationOfSeveralMarketsShowsThemInsteadOfTrades() throws Exception {
    ObjectNode configuration = trained.configuration().deepCopy();
    configuration.put("symbol", "BTC/USD,ETH/USD");
    ArrayNode markets = ((ObjectNode) configuration.path("validation")).putArray("markets");
    for (String symbol : List.of("BTC/USD", "ETH/USD")) {
      ObjectNode market = markets.addObject().put("symbol", symbol).put("psr", 0.875);
      market.putNull("p_value");
      market.set("in_sample", configuration.path("in_sample").deepCopy());
      market.set("out_of_sample", configuration.path("out_of_sample").deepCopy());
    }
    ReportData data =
        new ReportData(
            configuration,
            Optional.empty(),
            trained.backtest(),
            trained.buyAndHold(),
            trained.holdoutFrom(),
            false,
            trained.trials(),
            "");

    String page = HtmlReport.of(data);
    keep("markets", page);

    Document document = parse(page);
    assertThat(sections(document)).contains("markets").doesNotContain("trades");
    assertThat(text(document))
        .contains("LIQUIDITY_SWEEP on BTC/USD, ETH/USD, 1m candles")
        .contains("Sharpe above 0", "88\u00A0%");
    assertThat(data.currency()).isEqualTo("USD");
    assertHasNoPlaceholder(document);
  }

  @Test
  void aConfigurationWithNothingButItsNameHasAPage() throws Exception {
    ObjectNode bare = trained.configuration().deepCopy();
    bare.retain("strategy", "symbol", "exchange", "timeframe");

    Document document = parse(HtmlReport.of(TrainedReport.with(trained, bare, List.of())));

    assertThat(sections(document)).containsExactly("equity", "trades", "reproduction");
    assertHasNoPlaceholder(document);
  }

  @Test
  void trialsThatWereRemovedAreToldOf() throws Exception {
    ObjectNode configuration = trained.configuration().deepCopy();
    configuration.put("trials", 200);

    Document document = parse(HtmlReport.of(TrainedReport.with(trained, configuration, List.of())));

    assertThat(text(document))
        .contains(
            "The 200 trials of this search are no longer stored", "trainyard.retention.trials");
  }

  @Test
  void aWindowWithoutATradeIsDrawnAsNeitherGainNorLoss() throws Exception {
    ObjectNode configuration = trained.configuration().deepCopy();
    for (JsonNode window : configuration.at("/validation/windows")) {
      ((ObjectNode) window.path("out_of_sample")).put("net_profit_pct", 0).put("total_trades", 0);
    }

    String page = HtmlReport.of(TrainedReport.with(trained, configuration, List.of()));

    assertThat(page).contains("class=\"flat-bar\"").doesNotContain("\"loss-bar\"");
    assertHasNoPlaceholder(parse(page));
  }

  @Test
  void tradesThatMadeMoneyAreCountedOfThoseThatThereAre() throws Exception {
    ObjectNode configuration = trained.configuration().deepCopy();
    ((ObjectNode) configuration.path("in_sample")).put("total_trades", 2).put("gross_win_rate", 0);
    ((ObjectNode) configuration.path("out_of_sample"))
        .put("total_trades", 2)
        .put("gross_win_rate", 0);

    String page = text(parse(HtmlReport.of(TrainedReport.with(trained, configuration, List.of()))));

    assertThat(page).contains("0 of 2 trades made money after costs.").doesNotContain("of 100");
  }

  @Test
  void whatALaterEngineAddsIsShown() throws Exception {
    ObjectNode configuration = trained.configuration().deepCopy();
    ObjectNode validation = (ObjectNode) configuration.path("validation");
    validation.putObject("importance").put("pierce_depth", 0.625);
    ObjectNode sensitivity = validation.putObject("sensitivity");
    sensitivity.put("plateau", 0.25).put("neighbours", 18).put("feasible_neighbours", 16);
    sensitivity.putObject("parameters").putArray("pierce_depth").addNull().add(1.5);
    validation.putObject("intervals").putArray("net_profit_pct").add(-4.5).add(2.25);
    validation.putObject("benchmarks").putObject("buy_and_hold").put("net_profit_pct", -7.125);
    validation.putObject("risk").put("var_95_pct", -1.375).putNull("kelly_fraction");

    String page = HtmlReport.of(TrainedReport.with(trained, configuration, trained.trials()));
    keep("later", page);

    assertThat(text(parse(page)))
        .contains("Importance")
        .contains("63\u00A0%")
        .contains("25\u00A0% of 16 neighbours")
        .contains("up 1.50")
        .contains("\u22124.5 to 2.25")
        .contains("Buy and hold")
        .contains("\u22127.125")
        .contains("Value at risk 95, %")
        .doesNotContain("Kelly");
  }

  @Test
  void hostileTextStaysText() throws Exception {
    ObjectNode configuration = trained.configuration().deepCopy();
    for (String field :
        List.of(
            "strategy",
            "symbol",
            "exchange",
            "timeframe",
            "optimizer",
            "objective",
            "regime",
            "verdict",
            "lifecycle_stage",
            "engine_version",
            "data_fingerprint")) {
      configuration.put(field, HOSTILE);
    }
    ((ObjectNode) configuration.path("validation")).putArray("reasons").add(HOSTILE);
    ((ObjectNode) configuration.path("validation")).put("note", HOSTILE);
    ((ObjectNode) configuration.path("validation")).putObject(HOSTILE).put(HOSTILE, HOSTILE);
    ((ObjectNode) configuration.path("parameters")).put(HOSTILE, HOSTILE);
    ((ObjectNode) configuration.path("data_quality")).put(HOSTILE, HOSTILE);
    ((ObjectNode) configuration.path("request")).put("symbol", HOSTILE);
    ObjectNode parameter = (ObjectNode) configuration.path("space").get(0);
    parameter.put("name", HOSTILE).put("description", HOSTILE).putArray("choices").add(HOSTILE);

    String page = HtmlReport.of(TrainedReport.with(trained, configuration, trained.trials()));

    Document document = parse(page);
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(page).doesNotContain("<script").doesNotContain("<!--").doesNotContain("\u0000");
    assertThat(text(document)).contains("<script>alert('x')</script>");
  }

  @Test
  void nothingIsLoadedAndNothingRuns() throws Exception {
    Document document = parse(HtmlReport.of(trained));

    NodeList all = document.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      assertThat(element.getTagName())
          .isNotIn("script", "link", "img", "iframe", "object", "image", "use", "a");
      IntStream.range(0, element.getAttributes().getLength())
          .mapToObj(k -> element.getAttributes().item(k).getNodeName())
          .forEach(name -> assertThat(name).doesNotStartWith("on").isNotIn("src", "href", "style"));
    }
    assertThat(document.getElementsByTagName("style").item(0).getTextContent())
        .doesNotContain("url(")
        .doesNotContain("@import");
    Element policy = (Element) document.getElementsByTagName("meta").item(1);
    assertThat(policy.getAttribute("content"))
        .isEqualTo("default-src 'none'; style-src 'unsafe-inline'");
  }

  @Test
  void aMillionCandlesAndAHundredThousandTrialsFitInAMegabyte() throws Exception {
    Candles candles = randomWalk(1_000_000);
    Signals signals = new Signals();
    for (int bar = 0; bar + 100 < candles.size(); bar += 50) {
      double close = candles.close()[bar];
      signals.add(
          bar,
          bar % 100 == 0 ? Side.LONG : Side.SHORT,
          close * (bar % 100 == 0 ? 0.98 : 1.02),
          close * (bar % 100 == 0 ? 1.03 : 0.97));
    }
    BacktestSettings settings =
        new BacktestSettings(
            ExecutionModel.REALISTIC,
            10_000,
            0.001,
            Sizing.FIXED,
            Costs.NONE,
            Timeframe.M1.millis());
    Backtester backtester = new Backtester();
    List<ReportTrial> trials = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      ReportTrial trial = trained.trials().get(i % trained.trials().size());
      trials.add(new ReportTrial(i, trial.parameters(), trial.score() * (i % 7), trial.feasible()));
    }
    ReportData large =
        new ReportData(
            trained.configuration(),
            Optional.of(candles),
            backtester.run(candles, 0, candles.size(), signals, 30, settings),
            new BuyAndHold(backtester).run(candles, 0, candles.size(), settings),
            OptionalInt.of(700_000),
            true,
            trials,
            "");
    assertThat(large.backtest().trades().size()).isGreaterThan(5_000);

    String page = HtmlReport.of(large);
    keep("large", page);

    assertThat(page.length()).isLessThan(1_000_000);
    assertThat(text(parse(page))).contains("of the largest gain or loss").contains("have changed");
  }

  @Test
  void theSameDataGiveTheSamePage() {
    assertThat(HtmlReport.of(trained)).isEqualTo(HtmlReport.of(trained));
  }

  /** Returns every text of every drawing, at its width in the widest font. */
  @Test
  void noTextOfADrawingIsCutOffAtItsEdges() throws Exception {
    List<String> levels = new ArrayList<>();
    for (ReportData data : List.of(trained, expensive(), entryAtTheLeftEdge())) {
      Document document = parse(HtmlReport.of(data));
      NodeList texts = document.getElementsByTagName("text");
      assertThat(texts.getLength()).isPositive();
      for (int i = 0; i < texts.getLength(); i++) {
        Element text = (Element) texts.item(i);
        String words = text.getTextContent();
        String[] box = ((Element) drawing(text)).getAttribute("viewBox").split(" ", -1);
        double width = words.length() * 7.7;
        double x = Double.parseDouble(text.getAttribute("x"));
        double left =
            switch (text.getAttribute("text-anchor")) {
              case "end" -> x - width;
              case "middle" -> x - width / 2;
              default -> x;
            };
        assertThat(left).as("left edge of '%s'", words).isGreaterThanOrEqualTo(-0.1);
        assertThat(left + width)
            .as("right edge of '%s'", words)
            .isLessThanOrEqualTo(Double.parseDouble(box[2]) + 0.1);
        assertThat(Double.parseDouble(text.getAttribute("y")))
            .as("baseline of '%s'", words)
            .isBetween(9.0, Double.parseDouble(box[3]) - 3);
        if (words.equals("stop") || words.equals("target")) {
          levels.add(words);
        }
      }
    }
    assertThat(levels).contains("stop", "target");
  }

  private static Node drawing(Node text) {
    return text.getNodeName().equals("svg") ? text : drawing(text.getParentNode());
  }

  /** Prices and equity of many digits, and a hold-out so short that its name has no room. */
  private static ReportData expensive() throws Exception {
    Candles candles = randomWalk(300);
    double[][] prices = {candles.open(), candles.high(), candles.low(), candles.close()};
    for (double[] price : prices) {
      for (int i = 0; i < price.length; i++) {
        price[i] *= 12_345;
      }
    }
    Candles dear =
        new Candles(candles.time(), prices[0], prices[1], prices[2], prices[3], candles.volume());
    return withSignals(dear, 100, 290, 12_345_678_901.0);
  }

  /**
   * Trades so long, and so close to the first candle, that the lines of stop and target fill it.
   */
  private static ReportData entryAtTheLeftEdge() throws Exception {
    return withSignals(randomWalk(300), 290, 295, 10_000);
  }

  private static ReportData withSignals(
      Candles candles, int holding, int holdoutFrom, double capital) {
    Signals signals = new Signals();
    double close = candles.close()[0];
    signals.add(0, Side.LONG, close * 0.9, close * 1.1);
    BacktestSettings settings =
        new BacktestSettings(
            ExecutionModel.REALISTIC,
            capital,
            0.5,
            Sizing.FIXED,
            Costs.NONE,
            Timeframe.M1.millis());
    Backtester backtester = new Backtester();
    return new ReportData(
        trained.configuration(),
        Optional.of(candles),
        backtester.run(candles, 0, candles.size(), signals, holding, settings),
        new BuyAndHold(backtester).run(candles, 0, candles.size(), settings),
        OptionalInt.of(holdoutFrom),
        false,
        trained.trials(),
        "");
  }

  private static Candles randomWalk(int size) {
    Random random = new Random(7);
    long[] time = new long[size];
    double[][] prices = new double[4][size];
    double[] volume = new double[size];
    double price = 1000;
    for (int i = 0; i < size; i++) {
      double next = price * (1 + random.nextGaussian() * 0.001);
      time[i] = i * Timeframe.M1.millis();
      prices[0][i] = price;
      prices[1][i] = Math.max(price, next) * 1.0005;
      prices[2][i] = Math.min(price, next) * 0.9995;
      prices[3][i] = next;
      volume[i] = 1;
      price = next;
    }
    return new Candles(time, prices[0], prices[1], prices[2], prices[3], volume);
  }

  private static void assertHasNoPlaceholder(Document document) {
    assertThat(text(document).replaceAll("[A-Za-z]*null[a-z]+", ""))
        .doesNotContain("NaN")
        .doesNotContain("Infinity")
        .doesNotContain("null")
        .doesNotContain("undefined");
    NodeList paths = document.getElementsByTagName("path");
    for (int i = 0; i < paths.getLength(); i++) {
      assertThat(((Element) paths.item(i)).getAttribute("d")).matches("M[-0-9. MLHVhvZ]+");
    }
  }

  private static List<String> sections(Document document) {
    NodeList sections = document.getElementsByTagName("section");
    return IntStream.range(0, sections.getLength())
        .mapToObj(i -> ((Element) sections.item(i)).getAttribute("id"))
        .toList();
  }

  private static String text(Document document) {
    return document.getElementsByTagName("main").item(0).getTextContent();
  }

  private static Document parse(String page) throws Exception {
    assertThat(page).startsWith("<!DOCTYPE html>");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page)));
  }

  /** Keeps a page for inspection. */
  private static void keep(String name, String page) throws Exception {
    Path directory = Files.createDirectories(Path.of("target/reports"));
    Files.writeString(directory.resolve(name + ".html"), page);
  }
}
