package dev.trainyard.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.trainyard.support.Patience;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A browser in which readers look at a dashboard. What it complains of is kept. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** What a browser says of each answer that is a refusal, and of a service that is away. */
  private static final List<String> EXPECTED = List.of("Failed to load resource");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;
  private final String root;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> foreign = new CopyOnWriteArrayList<>();

  /**
   * @param root address of the dashboard; it ends with a slash
   */
  Browser(String root) {
    this.root = root;
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
  }

  /** A reader with nothing stored. */
  BrowserContext reader(ColorScheme colours, int width, int height) {
    BrowserContext context =
        browser.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(colours)
                .setTimezoneId("Europe/Berlin")
                .setLocale("en-GB"));
    context.setDefaultTimeout((double) Patience.LIMIT.toMillis());
    return context;
  }

  /** A page of a reader, at a place of the dashboard. */
  Page open(BrowserContext reader, String place) {
    Page page = reader.newPage();
    page.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())
              && EXPECTED.stream().noneMatch(message.text()::contains)) {
            complaints.add(place + ": " + message.text());
          }
        });
    page.onPageError(error -> complaints.add(place + ": " + error));
    String authority = URI.create(root).getAuthority();
    page.onRequest(
        request -> {
          URI uri = URI.create(request.url());
          if (Set.of("http", "https", "ws", "wss").contains(uri.getScheme())
              && !authority.equals(uri.getAuthority())) {
            foreign.add(request.url());
          }
        });
    page.navigate(root + place);
    return page;
  }

  /** What is seen, for those who look at it afterwards. */
  static void photograph(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  /** Nothing on the page keeps a reader out who sees or hears less than others. */
  static void assertAccessible(Page page, String name) {
    List<String> found =
        new AxeBuilder(page)
            .analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(rule -> describe(rule))
                .toList();
    assertThat(found).as(name).isEmpty();
  }

  private static String describe(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getHelp()
        + " at "
        + rule.getNodes().stream().limit(5).map(node -> node.getHtml()).toList();
  }

  /** No script has failed, the policy of the page was kept, and no other host was asked. */
  void assertNothingToComplainOf() {
    List<String> said = List.copyOf(complaints);
    List<String> asked = List.copyOf(foreign);
    complaints.clear();
    foreign.clear();
    assertThat(said).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
