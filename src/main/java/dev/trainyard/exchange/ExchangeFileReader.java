package dev.trainyard.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.exchange.Exchange.AnswerForm;
import dev.trainyard.exchange.Exchange.ErrorForm;
import dev.trainyard.exchange.Exchange.Limit;
import dev.trainyard.exchange.Exchange.Mark;
import dev.trainyard.exchange.Exchange.Place;
import dev.trainyard.exchange.Exchange.RequestForm;
import dev.trainyard.exchange.Exchange.SymbolForm;
import dev.trainyard.exchange.Exchange.TimeUnit;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.json.RequestSchema;
import dev.trainyard.json.UnreadableJsonException;
import dev.trainyard.market.Timeframe;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import dev.trainyard.text.LocatedYaml;
import dev.trainyard.text.YamlPlaces;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of {@code routes/market-data} that describe exchanges, and collects every mistake
 * in them. The name of an exchange is that of its file.
 */
public final class ExchangeFileReader {
  /** The name of the JSON schema of the files. */
  public static final String SCHEMA = "exchange.schema.json";

  /** The ending of the names of the files. */
  static final String ENDING = ".exchange.yaml";

  /** Names that series may have. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,32}");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

  /** What a request may ask for; each but the first two is a time or a number. */
  private static final Set<String> PLACEHOLDERS =
      Set.of("symbol", "timeframe", "from", "last", "to", "before", "count");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RequestSchema schema = RequestSchema.load(SCHEMA);

  /**
   * Reads files.
   *
   * @param texts text of each file, by its name for messages
   * @param problems receives the mistakes
   * @return the exchanges of the files without mistakes, by their names
   */
  public SortedMap<String, Exchange> read(
      SortedMap<String, FileText> texts, List<FileProblem> problems) {
    SortedMap<String, Exchange> exchanges = new TreeMap<>();
    texts.forEach(
        (file, content) -> {
          if (content instanceof FileText.Unreadable unreadable) {
            problems.add(unreadable.problem(file));
          }
          content
              .text()
              .flatMap(text -> read(file, text, problems))
              .ifPresent(exchange -> exchanges.put(exchange.name(), exchange));
        });
    return exchanges;
  }

  private Optional<Exchange> read(String file, String text, List<FileProblem> problems) {
    String name = file.substring(file.lastIndexOf('/') + 1).replace(ENDING, "");
    if (!NAME.matcher(name).matches()) {
      problems.add(
          FileProblem.ofFile(
              file, "the name of an exchange is that of its file: 1 to 32 of a-z, 0-9, _ and -"));
      return Optional.empty();
    }
    try {
      YamlPlaces places = new YamlPlaces(file, LocatedYaml.parse(text));
      if (!(places.plain() instanceof Map<?, ?> fields)) {
        problems.add(FileProblem.ofFile(file, "must be an object of fields"));
        return Optional.empty();
      }
      ObjectNode given = schema.parse(JSON.writeValueAsBytes(fields));
      FieldErrors errors = schema.check(given);
      schema.fillDefaults(given);
      if (errors.isEmpty()) {
        checkTimeframes(given.get("timeframes"), errors);
        checkPlaceholders(given.get("request"), given.get("history"), errors);
        checkPlaces(given.get("answer"), errors);
      }
      errors
          .toList()
          .forEach(
              error ->
                  problems.add(
                      places.problem(error.field(), error.field() + ": " + error.message())));
      return errors.isEmpty() ? Optional.of(exchange(name, given)) : Optional.empty();
    } catch (InvalidRequestException e) {
      e.errors().forEach(error -> problems.add(FileProblem.ofFile(file, error.message())));
    } catch (UnreadableJsonException e) {
      problems.add(FileProblem.ofFile(file, String.valueOf(e.getMessage())));
    } catch (JsonProcessingException e) {
      problems.add(YamlPlaces.problem(file, e));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read from memory", e);
    }
    return Optional.empty();
  }

  private static void checkTimeframes(JsonNode timeframes, FieldErrors errors) {
    timeframes
        .fieldNames()
        .forEachRemaining(
            label -> {
              if (Timeframe.of(label).isEmpty()) {
                errors.add(
                    "timeframes." + label,
                    "no such timeframe; must be one of " + String.join(", ", Timeframe.labels()));
              }
            });
  }

  /** Two values of a candle cannot be in one place. */
  private static void checkPlaces(JsonNode answer, FieldErrors errors) {
    Map<String, String> taken = new HashMap<>();
    for (String name : List.of("time", "open", "high", "low", "close", "volume")) {
      String former = taken.putIfAbsent(answer.get(name).asText(), name);
      if (former != null) {
        errors.add(
            "answer." + name,
            "must be another place than that of answer.%s, %s"
                .formatted(former, answer.get(name).asText()));
      }
    }
  }

  private static void checkPlaceholders(JsonNode request, JsonNode history, FieldErrors errors) {
    List<String> used = new ArrayList<>();
    check("request.path", request.get("path").textValue(), used, errors);
    request
        .get("query")
        .properties()
        .forEach(
            entry ->
                check("request.query." + entry.getKey(), entry.getValue().asText(), used, errors));
    check("request.body", request.path("body").asText(""), used, errors);
    for (String needed : List.of("symbol", "timeframe")) {
      if (!used.contains(needed)) {
        errors.add("request", "must name {%s} in its path, query or body".formatted(needed));
      }
    }
    if (history.isNull()
        && used.stream().noneMatch(Set.of("from", "last", "to", "before")::contains)) {
      errors.add(
          "request",
          "must name the time of the page by {from}, {last}, {to} or {before}, unless history says"
              + " how many candles there are");
    }
  }

  private static void check(String field, String text, List<String> used, FieldErrors errors) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      String name = placeholder.group(1);
      if (PLACEHOLDERS.contains(name)) {
        used.add(name);
      } else if (!field.equals("request.body")) {
        errors.add(
            field,
            "{%s} is not one of {symbol}, {timeframe}, {from}, {last}, {to}, {before}, {count}"
                .formatted(name));
      }
    }
  }

  private static Exchange exchange(String name, ObjectNode file) {
    JsonNode request = file.get("request");
    JsonNode answer = file.get("answer");
    JsonNode errors = file.get("errors");
    JsonNode success = errors.path("success");
    JsonNode tooFast = errors.path("too_fast");
    JsonNode symbol = file.get("symbol");
    Map<Timeframe, String> timeframes = new EnumMap<>(Timeframe.class);
    texts(file.get("timeframes"))
        .forEach((label, own) -> timeframes.put(Timeframe.of(label).orElseThrow(), own));
    List<Integer> statuses = new ArrayList<>();
    tooFast.path("statuses").forEach(status -> statuses.add(status.intValue()));
    List<String> signs = new ArrayList<>();
    tooFast.path("texts").forEach(text -> signs.add(text.textValue()));
    return new Exchange(
        name,
        URI.create(file.get("url").textValue()),
        new Limit(
            file.at("/limit/requests").intValue(), duration(file.at("/limit/per").textValue())),
        new SymbolForm(
            symbol.get("form").textValue(),
            symbol.get("case").textValue().equals("lower"),
            texts(symbol.get("names"))),
        timeframes,
        new RequestForm(
            request.get("method").textValue().equals("POST"),
            request.get("path").textValue(),
            texts(request.get("query")),
            request.get("body").textValue(),
            request.get("rows").intValue(),
            unit(request.get("time"))),
        new AnswerForm(
            path(answer.get("rows").textValue()),
            place(answer.get("time")),
            unit(answer.get("time_unit")),
            place(answer.get("open")),
            place(answer.get("high")),
            place(answer.get("low")),
            place(answer.get("close")),
            place(answer.get("volume")),
            mark(answer.get("finished")),
            answer.get("empty").textValue().equals("filled")),
        new ErrorForm(
            path(success.path("at").asText("")),
            success.path("is").asText(""),
            statuses,
            signs,
            duration(tooFast.path("wait").asText("10s"))),
        file.get("history").isNull() ? null : file.get("history").intValue());
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  private static List<String> path(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\\.", -1));
  }

  private static Place place(JsonNode node) {
    return node.isInt() ? new Place(node.intValue(), "") : new Place(-1, node.asText());
  }

  private static @Nullable Mark mark(JsonNode node) {
    return node.isNull() ? null : new Mark(place(node.get("at")), node.get("is").asText());
  }

  private static TimeUnit unit(JsonNode node) {
    return TimeUnit.valueOf(node.textValue().toUpperCase(Locale.ROOT));
  }

  private static Duration duration(String text) {
    long number = Long.parseLong(text.replaceAll("[a-z]", ""));
    return text.endsWith("ms")
        ? Duration.ofMillis(number)
        : text.endsWith("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
  }
}
