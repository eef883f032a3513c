package dev.trainyard.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The dashboard of a whole service, as its readers use it. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class DashboardIT {
  private static final String SYMBOL = "BTC/USD";
  private static final String ROUTES = "routes/worker/training.camel.yaml";
  private static Browser browser;

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;

  private TrainingClient client;
  private BrowserContext reader;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
  }

  @BeforeAll
  static void patience() {
    PlaywrightAssertions.setDefaultAssertionTimeout((double) Patience.LIMIT.toMillis());
  }

  @BeforeEach
  void open() throws Exception {
    client = new TrainingClient(port, Patience.LIMIT);
    if (browser == null) {
      browser = new Browser("http://localhost:%d/".formatted(port));
      client.uploadCandles();
    }
    reader = browser.reader(ColorScheme.LIGHT, 1400, 1000);
  }

  @AfterEach
  void leave() {
    reader.close();
    browser.assertNothingToComplainOf();
  }

  @AfterAll
  static void close() {
    browser.close();
    browser = null;
  }

  private String trained() {
    String job = client.submit(Map.of("symbol", SYMBOL, "n_iterations", 40));
    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    return client.get("/jobs/" + job).path("config_id").asText();
  }

  private static Locator heading(Page page, String text) {
    return page.getByRole(
        AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1).setName(text).setExact(true));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void eachPageIsThereForEverybodyInLightAndDarkAndOnAPhone() {
    String configuration = trained();
    String job = client.get("/configurations/" + configuration).path("job_id").asText();
    client.submit(Map.of("symbol", "NO/PE"));
    Map<String, String> places =
        Map.ofEntries(
            Map.entry("overview", "#/"),
            Map.entry("train", "#/train"),
            Map.entry("train-matrix", "#/train?mode=matrix"),
            Map.entry("jobs", "#/jobs"),
            Map.entry("job", "#/jobs/" + job),
            Map.entry("configurations", "#/configurations"),
            Map.entry("configuration", "#/configurations/" + configuration),
            Map.entry("trades", "#/configurations/" + configuration + "?tab=trades"),
            Map.entry("robustness", "#/configurations/" + configuration + "?tab=robustness"),
            Map.entry("compare", "#/compare?ids=" + configuration),
            Map.entry("batches", "#/batches"),
            Map.entry("failed", "#/failed"),
            Map.entry("schedules", "#/schedules"),
            Map.entry("workers", "#/workers"),
            Map.entry("market-data", "#/market-data"),
            Map.entry("routes", "#/routes"),
            Map.entry("routes-step", "#/routes?route=optimize&step=search-parameters"),
            Map.entry("routes-file", "#/routes?tab=files&file=" + ROUTES),
            Map.entry("routes-history", "#/routes?tab=history"),
            Map.entry("callbacks", "#/callbacks"),
            Map.entry("keys", "#/keys"),
            Map.entry("audit", "#/audit"),
            Map.entry("about", "#/about"),
            Map.entry("nowhere", "#/nowhere"));
    List<String> tooWide = new ArrayList<>();
    for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      try (BrowserContext other = browser.reader(colours, 1400, 1000)) {
        Page page = browser.open(other, "#/");
        places.forEach(
            (name, place) -> {
              page.evaluate("place => { location.hash = place; }", place);
              settle(page);
              Browser.assertAccessible(page, name + ", " + colours);
              Browser.photograph(page, name + "-" + colours.name().toLowerCase(Locale.ROOT));
            });
      }
    }
    try (BrowserContext phone = browser.reader(ColorScheme.LIGHT, 390, 844)) {
      Page page = browser.open(phone, "#/");
      places.forEach(
          (name, place) -> {
            page.evaluate("place => { location.hash = place; }", place);
            settle(page);
            int width = (int) page.evaluate("document.documentElement.scrollWidth");
            if (width > 390) {
              tooWide.add(name + ": " + width);
            }
            Browser.photograph(page, name + "-phone");
          });
    }
    assertThat(tooWide).isEmpty();
  }

  @Test
  void aRouteFileIsCheckedWhileOneTypesAndNotAppliedWhileNobodySignsIn() {
    Page page = browser.open(reader, "#/routes?tab=files&file=" + ROUTES);
    Locator text = page.getByLabel(ROUTES);
    String former = text.inputValue();

    text.fill(former.replace("ref: optimizeProcessor", "ref: optimizerProcessor"));

    assertThat(page.getByText("no bean 'optimizerProcessor'")).isVisible();
    assertThat(page.getByText("--trainyard.auth.mode=keys")).isVisible();
    assertThat(button(page, "Apply …")).hasCount(0);
    text.fill(former);
    assertThat(page.getByText("✓ runs")).isVisible();
  }

  @Test
  void aStepOfARouteIsShownWithItsLines() {
    Page page = browser.open(reader, "#/routes");

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("search-parameters"))
        .first()
        .click();

    assertThat(page).hasURL(Pattern.compile(".*#/routes\\?route=optimize&step=search-parameters"));
    assertThat(page.locator(".source-lines .meant").last()).containsText("ref: optimizeProcessor");
  }

  /** Until the page has its title, and nothing of it is on its way any more. */
  private static void settle(Page page) {
    assertThat(page.locator("main h1")).isVisible();
    assertThat(page.locator("main .waiting")).hasCount(0);
  }

  @Test
  void aStrategyIsTrainedFromTheFormAndItsVerdictStandsFirst() {
    Page page = browser.open(reader, "#/train");
    page.getByLabel("Strategy").selectOption("LIQUIDITY_SWEEP");
    page.getByLabel("Trials").fill("40");
    button(page, "Train").click();

    assertThat(page).hasURL(Pattern.compile(".*#/jobs/[0-9a-f-]{36}.*"));
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("To the configuration"))
        .click();

    assertThat(page.locator(".verdict .headline")).isVisible();
    assertThat(page.locator("main"))
        .containsText(Pattern.compile("all [0-9]+ figures are equal to those of the training"));
    assertThat(page.locator(".chart canvas").first()).isVisible();
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Candles and trades")).click();
    assertThat(page.locator(".candles canvas").first()).isVisible();
    page.goBack();
    assertThat(page).hasURL(Pattern.compile(".*#/jobs/.*"));
  }

  @Test
  void whatTheFormRefusesStandsAtItsField() {
    Page page = browser.open(reader, "#/train");
    page.getByLabel("Trials").fill("-5");
    page.getByLabel("Fee", new Page.GetByLabelOptions().setExact(true)).fill("half");
    button(page, "Train").click();

    assertThat(page.getByLabel("Trials")).hasAttribute("aria-invalid", "true");
    assertThat(page.locator("#t-n_iterations-fault")).containsText("100000");
    assertThat(page.locator("#t-costs-fee_rate-fault")).isVisible();
    assertThat(page).hasURL(Pattern.compile(".*#/train"));
  }

  @Test
  void aListIsFilteredByItsAddressAndTheBackButtonKeepsIt() {
    client.awaitFinal(client.submit(Map.of("symbol", "NO/PE")));
    Page page = browser.open(reader, "#/jobs?status=FAILED&symbol=NO%2FPE");
    assertThat(page.getByLabel("Status")).hasValue("FAILED");
    Locator link = page.locator("main table a[href*='#/jobs/']").first();
    link.click();
    assertThat(page).hasURL(Pattern.compile(".*#/jobs/[0-9a-f-]{36}"));
    assertThat(page.locator("main")).containsText("UnknownSeriesException");
    page.goBack();
    assertThat(page.getByLabel("Status")).hasValue("FAILED");
  }

  @Test
  void aFilterThatDoesNotParseAndALinkToNothingAreShownAsWhatTheyAre() {
    Page page = browser.open(reader, "#/audit?from=yesterday");
    assertThat(page.locator("main .fault")).containsText("from");
    page.evaluate("location.hash = '#/jobs/01890a5d-ac96-774b-bcce-b302099a8057'");
    assertThat(page.locator("main .empty")).containsText("There is no such job");
    page.evaluate("location.hash = '#/configurations/no-id'");
    assertThat(page.locator("main .fault")).containsText("must be a UUID");
  }

  @Test
  void textThatLooksLikeHtmlStaysText() {
    String job = client.submit(Map.of("symbol", "NO/PE"));
    client.awaitFinal(job);
    String hostile = "<img src=x onerror=\"window.hit = true\"><b>bold</b>";
    jdbc.sql(
            """
            UPDATE failed_jobs SET message = :text, error_class = :text WHERE job_id = CAST(:job AS uuid)
            """)
        .param("text", hostile)
        .param("job", job)
        .update();
    jdbc.sql(
            """
            UPDATE training_jobs SET error = json_build_object('class', CAST(:text AS text), 'kind', 'permanent',
                'message', CAST(:text AS text), 'stage', 'DATA_PREPARATION')
            WHERE id = CAST(:job AS uuid)
            """)
        .param("text", hostile)
        .param("job", job)
        .update();
    Page page = browser.open(reader, "#/failed");
    assertThat(page.locator("main")).containsText(hostile);
    page.evaluate("job => { location.hash = '#/jobs/' + job; }", job);
    assertThat(page.locator("main")).containsText(hostile);
    page.evaluate("location.hash = '#/'");
    assertThat(page.locator("main")).containsText("onerror");
    assertThat(page.evaluate("window.hit === undefined")).isEqualTo(true);
  }

  @Test
  void aJobIsSeenToComeAndGoWithoutAReload() {
    client.call("POST", "/queue/pause", 200);
    try {
      Page page = browser.open(reader, "#/jobs?status=PENDING");
      assertThat(page.locator("main .empty")).isVisible();
      String job = client.submit(Map.of("symbol", SYMBOL, "n_iterations", 20));
      assertThat(page.locator("main a[href*='" + job + "']").first()).isVisible();
      client.cancel(job);
      assertThat(page.locator("main .empty")).isVisible();
    } finally {
      client.call("POST", "/queue/resume", 200);
    }
  }

  @Test
  void aFileIsLookedAtBeforeItIsStored() {
    Page page = browser.open(reader, "#/market-data");
    settle(page);
    page.locator("input[type=file]")
        .setInputFiles(
            new FilePayload(
                "kraken-ETHUSD-1h.csv", "text/csv", candles().getBytes(StandardCharsets.UTF_8)));
    assertThat(page.getByLabel("Exchange")).hasValue("kraken");
    assertThat(page.getByLabel("Market", new Page.GetByLabelOptions().setExact(true)))
        .hasValue("ETH-USD");
    button(page, "Look at it").click();
    assertThat(page.locator("dialog")).containsText("nothing is stored yet");
    assertThat(page.locator("dialog")).containsText("1 lines are left out");
    assertThat(client.get("/market-data").toString()).doesNotContain("ETH/USD");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Store 48 new candles"))
        .click();
    assertThat(page.locator("main table").first()).containsText("ETH/USD");
  }

  /** Two days, and a line that is none. */
  private static String candles() {
    StringBuilder text = new StringBuilder("time,open,high,low,close,volume\n");
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 48; i++) {
      text.append("%s,100,103,98,%d,5\n".formatted(time.plusSeconds(3600L * i), 100 + i % 3));
    }
    return text + "2026-01-03T00:00:00Z,x,103,98,101,5\n";
  }

  @ParameterizedTest
  @CsvSource({"j, Jobs", "c, Configurations", "m, Market data", "s, Schedules", "r, Routes"})
  void thePagesAreNearOnTheKeyboard(String key, String title) {
    Page page = browser.open(reader, "#/");
    settle(page);
    page.keyboard().press("g");
    page.keyboard().press(key);
    assertThat(heading(page, title)).isVisible();
  }

  @Test
  void thePaletteGoesToAnId() {
    String job = client.submit(Map.of("symbol", SYMBOL, "n_iterations", 20));
    Page page = browser.open(reader, "#/");
    settle(page);
    page.keyboard().press("Control+k");
    page.getByLabel("Where to").fill(job);
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*#/jobs/" + job + ".*"));
    client.awaitFinal(job);
  }

  @Test
  void aDangerousActionIsAskedForWithItsCountFirst() {
    client.call("POST", "/queue/pause", 200);
    try {
      List<String> jobs =
          List.of(
              client.submit(Map.of("symbol", SYMBOL, "seed", 901)),
              client.submit(Map.of("symbol", SYMBOL, "seed", 902)));
      Page page = browser.open(reader, "#/jobs?status=PENDING");
      page.onDialog(Dialog::dismiss);
      assertThat(page.locator("main a[href*='" + jobs.get(0) + "']").first()).isVisible();
      page.getByLabel(Pattern.compile("All 2 on this page")).check();
      page.getByRole(
              AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Cancel")))
          .first()
          .click();
      Locator question = page.locator("dialog");
      assertThat(question).containsText("2");
      question
          .getByRole(
              AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("Cancel.*")))
          .last()
          .click();
      for (String job : jobs) {
        assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("CANCELLED");
      }
    } finally {
      client.call("POST", "/queue/resume", 200);
    }
  }
}
