package dev.trainyard.callback.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.callback.CallbackSettings;
import dev.trainyard.callback.SampleSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackUrlsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org/x",
        "http://example.org",
        "https://example.org:8443/x?token=a%20b",
        "https://sub.example-1.org.:1024/",
        "https://93.184.215.14/x",
        "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]:443/",
        "https://xn--bcher-kva.example/"
      })
  void aPublicAddressMayBeAskedFor(String url) {
    assertThat(SampleUrls.strict().refusal(url)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://user@example.org/              | must not hold a user or password
          https://user:word@example.org/         | must not hold a user or password
          https://@example.org/                  | must not hold a user or password
          https://a@b@example.org/               | must not hold a user or password
          HTTP://example.org/                    | begins with http:// or https://
          file:///etc/passwd                     | must be an http or https URL
          gopher://example.org/                  | must be an http or https URL
          https://example.org/#here              | must not have a fragment
          https:///x                             | must name a host
          https://exa_mple.org/                  | must name a host
          https://bücher.example/                | must name a host
          https://example.org:99999/             | from 1 to 65535
          https://example.org:0/                 | from 1 to 65535
          https://example.org:-1/                | must name a host
          https://example.org/a b                | percent-encoded
          http://example.org:6379/               | databases, caches
          http://example.org:5432/               | databases, caches
          http://example.org:11211/              | databases, caches
          http://example.org:15432/              | databases, caches
          http://example.org:22/                 | 80, 443
          http://example.org:25/                 | 80, 443
          http://127.0.0.1/                      | 127.0.0.1 is a loopback address
          http://127.8.8.8:8080/                 | a loopback address
          http://localhost/                      | must not name this machine
          http://LOCALHOST.:8080/                | must not name this machine
          http://a.localhost/                    | must not name this machine
          http://0.0.0.0/                        | an unspecified address
          http://10.1.2.3/                       | a private address
          http://172.31.255.255/                 | a private address
          http://192.168.0.1/                    | a private address
          http://169.254.169.254/latest/         | a link-local address
          http://100.64.0.1/                     | a shared address
          http://224.0.0.1/                      | a multicast address
          http://255.255.255.255/                | a special purpose
          http://198.18.0.1/                     | a special purpose
          http://2130706433/                     | four decimal numbers
          http://0x7f000001/                     | four decimal numbers
          http://127.1/                          | four decimal numbers
          http://0177.0.0.1/                     | four decimal numbers
          http://127.0.0.1./                     | four decimal numbers
          http://300.1.1.1/                      | four decimal numbers
          http://[::1]/                          | a loopback address
          http://[::]/                           | an unspecified address
          http://[::ffff:127.0.0.1]/             | a loopback address
          http://[::ffff:7f00:1]/                | a loopback address
          http://[::127.0.0.1]/                  | not a public address
          http://[fe80::1]/                      | a link-local address
          http://[fe80::1%25lo]/                 | must
          http://[fd00::1]/                      | a private address
          http://[ff02::1]/                      | a multicast address
          http://[64:ff9b::7f00:1]/              | stands for another
          http://[2002:7f00:1::]/                | stands for another
          http://[2001:db8::1]/                  | a special purpose
          http://[4000::1]/                      | not a public address
          """)
  void whatLeadsElsewhereIsRefusedWithTheReason(String url, String reason) {
    assertThat(SampleUrls.strict().refusal(url)).get().asString().contains(reason);
  }

  @Test
  void aNetworkOfTheSettingsMayBeAskedFor() throws UnknownHostException {
    CallbackSettings settings = SampleSettings.allowing("127.0.0.0/8", "::1", "10.1.0.0/16");
    CallbackUrls urls = SampleUrls.of(settings);

    for (String url :
        List.of(
            "http://127.0.0.1:8080/", "http://localhost/", "http://[::1]/", "http://10.1.9.9/")) {
      assertThat(urls.refusal(url)).as(url).isEmpty();
    }
    assertThat(urls.refusal("http://10.2.0.1/")).isPresent();
    assertThat(urls.refusal("http://127.0.0.1:15432/")).as("its own database").isPresent();
    assertThat(urls.refusal("http://127.0.0.1:6379/")).isPresent();
    assertThat(new AddressGuard(settings).refusal(InetAddress.getByName("::ffff:10.1.0.1")))
        .isEmpty();
  }

  @Test
  void withoutASecretOfTheServiceTheVariableIsNamed() {
    CallbackSettings without = SampleSettings.with("", Duration.ofSeconds(15));

    assertThat(SampleUrls.of(without).refusal("https://example.org/"))
        .get()
        .asString()
        .contains("TRAINYARD_CALLBACKS_SECRET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/33", "10.0.0.0/", "10.0.0", "localhost", "example.org", "", "300.0.0.0"})
  void whatIsNoNetworkIsRefusedAtTheStart(String network) {
    CallbackSettings settings = SampleSettings.allowing(network);

    assertThatThrownBy(() -> new AddressGuard(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trainyard.callbacks.allowed-networks")
        .hasMessageContaining("\"" + network + "\"");
  }

  @Test
  void theSettingsRefuseAShortSecretAndHideALongOne() {
    assertThatThrownBy(() -> SampleSettings.with("short", Duration.ofSeconds(15)))
        .hasMessageContaining("at least 32 characters")
        .hasMessageContaining("TRAINYARD_CALLBACKS_SECRET")
        .hasMessageNotContaining("short:");
    assertThatThrownBy(() -> SampleSettings.with(SampleSettings.SECRET, Duration.ofSeconds(31)))
        .hasMessageContaining("trainyard.callbacks.timeout must be at most 30s");
    assertThatThrownBy(() -> SampleSettings.with(SampleSettings.SECRET, Duration.ZERO))
        .hasMessageContaining("trainyard.callbacks.timeout must be longer than 0");
    assertThat(SampleSettings.allowing().toString()).doesNotContain(SampleSettings.SECRET);
  }
}
