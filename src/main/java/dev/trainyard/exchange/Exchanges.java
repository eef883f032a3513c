package dev.trainyard.exchange;

import dev.trainyard.json.UserText;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The exchanges of the running files. */
@Component("exchanges")
public class Exchanges {
  private static final String URL = "trainyard.exchanges.%s.url";

  private final Environment settings;
  private volatile SortedMap<String, Exchange> all = new TreeMap<>();

  Exchanges(Environment settings) {
    this.settings = settings;
  }

  /** Takes the exchanges of files, which are used from now on. */
  public void replaceWith(SortedMap<String, Exchange> exchanges) {
    all = Collections.unmodifiableSortedMap(new TreeMap<>(exchanges));
  }

  /** Returns an exchange, at the address that the settings name; empty when no file has it. */
  public Optional<Exchange> find(String name) {
    Optional<Exchange> found = Optional.ofNullable(all.get(name));
    String url = settings.getProperty(URL.formatted(name));
    return url == null ? found : found.map(exchange -> exchange.at(URI.create(url)));
  }

  /** Returns the names of all. */
  public List<String> names() {
    return List.copyOf(all.keySet());
  }

  /** Says that there is no exchange of a name, and which there are. */
  public String unknown(String name) {
    return names().isEmpty()
        ? "no exchange is described: routes/market-data has no file *" + ExchangeFileReader.ENDING
        : "no file describes the exchange %s; %s"
            .formatted(UserText.shown(name), UserText.suggestion(name, names()));
  }
}
