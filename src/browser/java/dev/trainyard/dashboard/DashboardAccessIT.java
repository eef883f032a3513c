package dev.trainyard.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.trainyard.access.ApiKeyStore.NewKey;
import dev.trainyard.access.Caller;
import dev.trainyard.access.Keys;
import dev.trainyard.access.Role;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The dashboard of a service that asks who one is, below a path of its host. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "trainyard.role=api",
      "trainyard.auth.mode=keys",
      "server.servlet.context-path=/yard"
    })
class DashboardAccessIT {
  private static Browser browser;

  @LocalServerPort private int port;
  @Autowired private Keys keys;

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
  void open() {
    if (browser == null) {
      browser = new Browser("http://localhost:%d/yard/".formatted(port));
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

  private NewKey key(Role role) {
    return keys.create(Caller.COMMAND_LINE, role.label() + " " + UUID.randomUUID(), role, null)
        .orElseThrow();
  }

  private static void signIn(Page page, NewKey key) {
    page.getByLabel("API key").fill(key.text().secret());
    button(page, "Sign in").click();
    assertThat(page.locator("details.who")).containsText(key.key().name());
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator link(Page page, String name) {
    return page.locator("#nav")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
  }

  @Test
  void aViewerReadsAndAnAdminSteers() {
    Page page = browser.open(reader, "#/workers");
    assertThat(page.getByLabel("API key")).isVisible();
    Browser.photograph(page, "sign-in");
    page.getByLabel("API key").fill("ty_wrong");
    button(page, "Sign in").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("no API key");

    signIn(page, key(Role.VIEWER));
    assertThat(
            page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName("Workers").setExact(true)))
        .isVisible();
    assertThat(link(page, "Jobs")).isVisible();
    assertThat(link(page, "Train")).hasCount(0);
    assertThat(link(page, "Keys")).hasCount(0);
    assertThat(button(page, "Pause the queue")).hasCount(0);
    page.evaluate("location.hash = '#/keys'");
    assertThat(page.locator("main .fault")).containsText("needs the role admin");
    assertThat((String) page.evaluate("document.cookie")).isEmpty();

    try (BrowserContext other = browser.reader(ColorScheme.DARK, 1400, 1000)) {
      Page admin = browser.open(other, "#/workers");
      signIn(admin, key(Role.ADMIN));
      assertThat(link(admin, "Keys")).isVisible();
      button(admin, "Pause the queue").click();
      button(admin, "Pause").click();
      assertThat(button(admin, "Resume the queue")).isVisible();
      // The other reader sees it without doing anything
      page.evaluate("location.hash = '#/workers'");
      assertThat(page.locator("main")).containsText("The queue is paused");
      button(admin, "Resume the queue").click();
      assertThat(button(admin, "Pause the queue")).isVisible();
    }
  }

  @Test
  void aKeyThatIsRevokedWhileThePageIsOpenLeadsBackToTheSignIn() {
    NewKey key = key(Role.OPERATOR);
    Page page = browser.open(reader, "#/jobs?status=FAILED");
    signIn(page, key);
    assertThat(page.getByLabel("Status")).hasValue("FAILED");

    keys.revoke(Caller.COMMAND_LINE, key.key().id());
    page.evaluate("location.hash = '#/workers'");

    assertThat(page.locator(".sign-in")).containsText("was revoked at");
    signIn(page, key(Role.OPERATOR));
    assertThat(
            page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName("Workers").setExact(true)))
        .isVisible();
  }

  @Test
  void signingOutEverywhereEndsTheOtherBrowsersToo() {
    NewKey key = key(Role.VIEWER);
    Page page = browser.open(reader, "#/jobs");
    signIn(page, key);
    try (BrowserContext other = browser.reader(ColorScheme.LIGHT, 1400, 1000)) {
      Page second = browser.open(other, "#/workers");
      signIn(second, key);
      second.locator("details.who summary").click();
      button(second, "Sign out everywhere").first().click();
      second
          .locator("dialog")
          .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sign out everywhere"))
          .click();
      assertThat(second.locator(".sign-in")).isVisible();
    }
    page.evaluate("location.hash = '#/configurations'");
    assertThat(page.locator(".sign-in")).containsText("the session has ended");
  }
}
