package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the report of a trained configuration as one self-contained page. */
public final class HtmlReport {

  /** Policy of the page, which may load only its own styles. */
  public static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'";

  private static final String STYLES = styles();

  private HtmlReport() {}

  /**
   * Returns the page, in UTF-8 HTML that is also well-formed XML; the same data gives the same
   * page.
   */
  public static String of(ReportData data) {
    JsonNode configuration = data.configuration();
    Html html = new Html();
    html.doctype().open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml");
    html.open("head")
        .empty("meta", "charset", "utf-8")
        .empty("meta", "http-equiv", "Content-Security-Policy", "content", CONTENT_SECURITY_POLICY)
        .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .empty("meta", "name", "color-scheme", "content", "light dark")
        .element(
            "title",
            "%s on %s %s"
                .formatted(
                    configuration.path("strategy").asText(),
                    Names.markets(configuration.path("symbol").asText()),
                    configuration.path("timeframe").asText()))
        .element("style", STYLES)
        .close();
    html.open("body").open("main");
    sections(data).forEach(section -> section.write(html));
    html.close().close().close();
    return html.toString();
  }

  private static List<Section> sections(ReportData data) {
    Section trades =
        data.candles()
            .<Section>map(candles -> new TradesSection(data, candles))
            .orElseGet(() -> new MarketsSection(data.configuration()));
    return List.of(
        new Headline(data),
        new FigureTable(data.configuration()),
        new EquitySection(data),
        new WalkForwardSection(data.configuration()),
        new ForwardSection(data.configuration()),
        trades,
        new SearchSection(data),
        new ParameterTable(data.configuration()),
        new ValidationSection(data.configuration()),
        new DataQualitySection(data.configuration()),
        new ReproductionSection(data));
  }

  private static String styles() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
