package dev.trainyard.job.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.UserText;
import dev.trainyard.optimize.Across;
import java.util.TreeSet;

/** Reads {@code symbol}, {@code symbols} and {@code across}: the markets of a request. */
final class MarketFields {
  private static final String SYMBOL = "symbol";
  private static final String SYMBOLS = "symbols";
  private static final String ACROSS = "across";
  private static final String DEFAULT = Across.MEDIAN.label();
  private static final String MODEL = "execution_model";
  private static final String REALISTIC = "realistic";

  /** Adds an error when a request, without its defaults, names no market or names them twice. */
  void check(ObjectNode request, FieldErrors errors) {
    boolean one = request.hasNonNull(SYMBOL);
    boolean several = request.hasNonNull(SYMBOLS);
    if (one && several) {
      errors.add(SYMBOLS, "must not be given together with symbol: use one");
    } else if (several) {
      checkModel(request, errors);
    } else if (!one) {
      errors.add(
          SYMBOL,
          "is required: two currencies of upper-case letters and digits with one slash between them, such as BTC/USDT;"
              + " or symbols, a list of 2 to 20 of them");
    } else if (request.hasNonNull(ACROSS) && !request.path(ACROSS).asText().equals(DEFAULT)) {
      // Clients that are generated send the default always
      errors.add(
          ACROSS,
          "must not be given with symbol: it says how the results on several symbols become one");
    }
  }

  private static void checkModel(ObjectNode request, FieldErrors errors) {
    JsonNode model = request.path(MODEL);
    if (model.isTextual() && !model.textValue().equals(REALISTIC)) {
      errors.add(MODEL, "must be realistic with symbols, not %s".formatted(UserText.shown(model)));
    }
  }

  /** Writes the markets of a valid request, with its defaults, in the one form that is stored. */
  void settle(ObjectNode request) {
    if (request.path(SYMBOLS).isArray()) {
      TreeSet<String> names = new TreeSet<>();
      request.get(SYMBOLS).forEach(name -> names.add(name.asText()));
      request.putNull(SYMBOL);
      request.set(
          SYMBOLS, request.arrayNode().addAll(names.stream().map(request::textNode).toList()));
      if (!request.hasNonNull(ACROSS)) {
        request.put(ACROSS, DEFAULT);
      }
    } else {
      request.remove(SYMBOLS);
      request.remove(ACROSS);
    }
  }
}
