package dev.trainyard.docs;

import dev.trainyard.market.Candles;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A self-contained SVG of some candles with their volume, on which lines, areas and numbered places
 * explain a trade. The same calls give the same text on any machine.
 */
public final class CandlePicture {
  private static final double WIDTH = 840;
  private static final double LEFT = 16;
  private static final double RIGHT = 668;
  private static final double PRICE_TOP = 76;
  private static final double PRICE_BOTTOM = 380;
  private static final double VOLUME_TOP = 400;
  private static final double VOLUME_BOTTOM = 456;
  private static final double LEGEND_TOP = 500;
  private static final double LEGEND_ROW = 20;
  private static final double BADGE = 9;
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String STYLE =
      """
      <style>
      svg{--bg:#fff;--ink:#1f2933;--soft:#66727f;--grid:#e6e9ed;--up:#12806f;--down:#c2384d;\
      --mark:#8a5a00;--tint:#f2b84b;--level:#2f5fd0}
      @media (prefers-color-scheme:dark){svg{--bg:#16181d;--ink:#e3e7ec;--soft:#98a3af;--grid:#2b2f37;\
      --up:#5cc9b3;--down:#f0788a;--mark:#f2c46d;--tint:#c98f1f;--level:#86a8ff}}
      text{font:12px system-ui,sans-serif;fill:var(--ink)}
      .back{fill:var(--bg)}.title{font-size:16px;font-weight:600}.soft{fill:var(--soft)}
      .grid{stroke:var(--grid)}
      .up{stroke:var(--up);fill:var(--bg)}.down{stroke:var(--down);fill:var(--down)}
      .volume{fill:var(--soft);opacity:.55}.loud{fill:var(--mark)}
      .level{stroke:var(--level);fill:none;stroke-width:1.6}text.level{stroke:none;fill:var(--level)}
      .stop{stroke:var(--down);fill:none;stroke-width:1.6;stroke-dasharray:6 3}\
      text.stop{stroke:none;fill:var(--down)}
      .target{stroke:var(--up);fill:none;stroke-width:1.6;stroke-dasharray:6 3}\
      text.target{stroke:none;fill:var(--up)}
      .entry{stroke:var(--ink);fill:none}text.entry{stroke:none;fill:var(--ink)}
      .risk{fill:var(--down);opacity:.13}.reward{fill:var(--up);opacity:.13}
      .tint{fill:var(--tint);opacity:.22}.area{fill:var(--level);opacity:.13}
      .badge{fill:var(--ink)}text.number{fill:var(--bg);font-size:11px;font-weight:600;text-anchor:middle}
      .dot{fill:var(--level)}.fill{fill:var(--ink);stroke:var(--bg)}
      .trade{stroke:var(--ink);stroke-dasharray:2 3}
      </style>
      """;

  private final Candles candles;
  private final int from;
  private final int to;
  private final double lowest;
  private final double highest;
  private final String title;
  private final String subtitle;
  private final StringBuilder behind = new StringBuilder();
  private final StringBuilder front = new StringBuilder();
  private final List<Label> labels = new ArrayList<>();
  private final List<double[]> badges = new ArrayList<>();
  private final List<String> legend = new ArrayList<>();
  private final List<Integer> loud = new ArrayList<>();

  private record Label(double y, String style, String text) {}

  /**
   * A picture of the candles {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @param prices what must be on the picture besides the candles
   */
  public CandlePicture(
      Candles candles, int from, int to, String title, String subtitle, double... prices) {
    this.candles = candles;
    this.from = from;
    this.to = to;
    this.title = title;
    this.subtitle = subtitle;
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (int i = from; i < to; i++) {
      low = Math.min(low, candles.low()[i]);
      high = Math.max(high, candles.high()[i]);
    }
    for (double price : prices) {
      low = Math.min(low, price);
      high = Math.max(high, price);
    }
    double margin = (high - low) * 0.06;
    this.lowest = low - margin;
    this.highest = high + margin;
  }

  /** A rectangle of bars and prices behind the candles. */
  public void area(String style, int first, int last, double low, double high) {
    double x = Math.max(LEFT, left(first));
    behind.append(
        text(
            "<rect class='%s' x='%.1f' y='%.1f' width='%.1f' height='%.1f'/>%n",
            style, x, y(high), left(last + 1) - x, y(low) - y(high)));
  }

  /** A strip over price and volume behind some bars. */
  public void strip(int first, int last) {
    behind.append(
        text(
            "<rect class='tint' x='%.1f' y='%.1f' width='%.1f' height='%.1f'/>%n",
            left(first), PRICE_TOP, left(last + 1) - left(first), VOLUME_BOTTOM - PRICE_TOP));
  }

  /** A level over some bars with its name at the right. */
  public void line(String style, int first, int last, double price, String name) {
    behind.append(
        text(
            "<line class='%s' x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f'/>%n",
            style, Math.max(LEFT, left(first)), y(price), left(last + 1), y(price)));
    label(style, price, name);
  }

  /** A level that has a price of its own at each bar from {@code first} on. */
  public void steps(String style, int first, double[] prices, String name) {
    StringBuilder path = new StringBuilder();
    for (int k = 0; k < prices.length; k++) {
      path.append(
          text(
              "%s%.1f %.1fH%.1f",
              k == 0 ? "M" : "L", left(first + k), y(prices[k]), left(first + k + 1)));
    }
    front.append(text("<path class='%s' d='%s'/>%n", style, path));
    label(style, prices[prices.length - 1], name);
  }

  /** A name at the right, at the height of a price. */
  public void label(String style, double price, String name) {
    labels.add(new Label(y(price), style, name));
  }

  /** A point that made a level. */
  public void dot(int bar, double price) {
    if (bar >= from && bar < to) {
      front.append(
          text("<circle class='dot' cx='%.1f' cy='%.1f' r='3.2'/>%n", middle(bar), y(price)));
    }
  }

  /** The way from the fill of an entry to that of an exit. */
  public void trade(int entryBar, double entry, int exitBar, double exit) {
    front.append(
        text(
            "<line class='trade' x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f'/>%n",
            middle(entryBar), y(entry), middle(exitBar), y(exit)));
    for (double[] fill : new double[][] {{entryBar, entry}, {exitBar, exit}}) {
      front.append(
          text(
              "<circle class='fill' cx='%.1f' cy='%.1f' r='4'/>%n",
              middle((int) fill[0]), y(fill[1])));
    }
  }

  /** Colours the volume of a bar. */
  public void loud(int bar) {
    loud.add(bar);
  }

  /**
   * Numbers a bar and explains it below the picture.
   *
   * @param above whether the number stands above the bar
   */
  public void note(int bar, boolean above, String explanation) {
    legend.add(explanation);
    double direction = above ? -1 : 1;
    double x = middle(bar);
    double at = y(above ? candles.high()[bar] : candles.low()[bar]) + direction * (BADGE + 5);
    while (taken(x, at)) {
      at += direction;
    }
    badges.add(new double[] {x, at});
    front.append(text("<circle class='badge' cx='%.1f' cy='%.1f' r='%.0f'/>", x, at, BADGE));
    front.append(text("<text class='number' x='%.1f' y='%.1f'>", x, at + 4));
    front.append(text("%d</text>%n", legend.size()));
  }

  private boolean taken(double x, double y) {
    return badges.stream().anyMatch(b -> Math.hypot(b[0] - x, b[1] - y) < 2 * BADGE + 1);
  }

  /** The picture as the text of an SVG file. */
  public String svg() {
    double height = LEGEND_TOP + LEGEND_ROW * legend.size();
    StringBuilder svg = new StringBuilder();
    svg.append(
        text(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %.0f %.0f' width='%.0f'"
                + " height='%.0f' role='img'>%n<title>%s</title>%n",
            WIDTH, height, WIDTH, height, title + ": " + subtitle));
    svg.append(STYLE);
    svg.append(text("<rect class='back' width='100%%' height='100%%' rx='8'/>%n"));
    svg.append(text("<text class='title' x='%.0f' y='28'>%s</text>%n", LEFT, title));
    svg.append(text("<text class='soft' x='%.0f' y='48'>%s</text>%n", LEFT, subtitle));
    axes(svg);
    svg.append(behind);
    bars(svg);
    svg.append(front);
    labels(svg);
    for (int k = 0; k < legend.size(); k++) {
      double y = LEGEND_TOP + LEGEND_ROW * k;
      svg.append(text("<circle class='badge' cx='%.0f' cy='%.0f' r='8'/>", LEFT + 9, y - 4));
      svg.append(text("<text class='number' x='%.0f' y='%.0f'>%d</text>", LEFT + 9, y, k + 1));
      svg.append(text("<text x='%.0f' y='%.0f'>%s</text>%n", LEFT + 26, y, legend.get(k)));
    }
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    double step = (to - from) / 5.0;
    for (int k = 0; k < 5; k++) {
      int bar = from + (int) Math.round(k * step);
      svg.append(
          text(
              "<line class='grid' x1='%.1f' y1='%.0f' x2='%.1f' y2='%.0f'/>",
              middle(bar), PRICE_TOP, middle(bar), VOLUME_BOTTOM));
      svg.append(
          text(
              "<text class='soft' x='%.1f' y='%.0f'>%s</text>%n",
              middle(bar) - 4,
              VOLUME_BOTTOM + 16,
              HOUR.format(Instant.ofEpochMilli(candles.time()[bar]))));
    }
    svg.append(
        text("<text class='soft' x='%.0f' y='%.0f'>volume</text>%n", RIGHT + 8, VOLUME_BOTTOM - 4));
  }

  private void bars(StringBuilder svg) {
    double largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, candles.volume()[i]);
    }
    double body = Math.max(2, width() * 0.62);
    for (int i = from; i < to; i++) {
      double open = candles.open()[i];
      double close = candles.close()[i];
      double x = middle(i);
      double top = y(Math.max(open, close));
      double bottom = y(Math.min(open, close));
      svg.append(
          text(
              "<path class='%s' d='M%.1f %.1fV%.1fM%.1f %.1fV%.1fM%.1f %.1fh%.1fv%.1fh%.1fz'/>",
              close >= open ? "up" : "down",
              x,
              y(candles.high()[i]),
              top,
              x,
              bottom,
              y(candles.low()[i]),
              x - body / 2,
              top,
              body,
              Math.max(0.8, bottom - top),
              -body));
      double tall = candles.volume()[i] / largest * (VOLUME_BOTTOM - VOLUME_TOP);
      svg.append(
          text(
              "<rect class='%s' x='%.1f' y='%.1f' width='%.1f' height='%.1f'/>%n",
              loud.contains(i) ? "loud" : "volume",
              x - body / 2,
              VOLUME_BOTTOM - tall,
              body,
              tall));
    }
  }

  /** Names at the right, moved apart where they would touch. */
  private void labels(StringBuilder svg) {
    labels.sort(Comparator.comparingDouble(Label::y));
    double free = PRICE_TOP;
    for (Label label : labels) {
      double y = Math.max(free, label.y());
      svg.append(
          text(
              "<text class='%s' x='%.0f' y='%.1f'>%s</text>%n",
              label.style(), RIGHT + 8, y + 4, label.text()));
      free = y + 15;
    }
  }

  private double width() {
    return (RIGHT - LEFT) / (to - from);
  }

  private double left(int bar) {
    return LEFT + (bar - from) * width();
  }

  private double middle(int bar) {
    return left(bar) + width() / 2;
  }

  private double y(double price) {
    return PRICE_BOTTOM - (price - lowest) / (highest - lowest) * (PRICE_BOTTOM - PRICE_TOP);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
  }
}
