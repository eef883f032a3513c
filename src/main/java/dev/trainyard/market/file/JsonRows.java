package dev.trainyard.market.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The candles of a JSON document: the first list in it whose elements are lists or objects. Objects
 * have the fields of the first one, by their names.
 */
final class JsonRows implements Rows {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser parser;
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private List<String> fields = new ArrayList<>();
  private @Nullable JsonToken start;
  private long row;

  private JsonRows(JsonParser parser) throws IOException {
    this.parser = parser;
    parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    start = find(parser);
  }

  /** Reads a document in UTF-8, UTF-16 or UTF-32, which is not closed. */
  static JsonRows of(InputStream document) throws IOException {
    try {
      return new JsonRows(JSON.createParser(document));
    } catch (JsonProcessingException e) {
      throw damaged(e);
    }
  }

  /** Reads a text. */
  static JsonRows of(Reader text) throws IOException {
    return new JsonRows(JSON.createParser(text));
  }

  /** Names of the fields of objects; empty when the candles are lists. */
  List<String> names() {
    return List.copyOf(names.keySet());
  }

  private static JsonToken find(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    while (token != null) {
      if (token == JsonToken.START_ARRAY) {
        token = parser.nextToken();
        if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
          return token;
        }
      } else {
        token = parser.nextToken();
      }
    }
    throw new UnreadableFileException(
        "the JSON has no list of candles; expected [[time, open, high, low, close, volume], ...]"
            + " or a list of objects with such names");
  }

  @Override
  public boolean next() throws IOException {
    try {
      JsonToken token = start == null ? parser.nextToken() : start;
      start = null;
      if (token == JsonToken.END_ARRAY) {
        while (parser.nextToken() != null) {
          parser.skipChildren();
        }
        return false;
      }
      row++;
      fields = token == JsonToken.START_OBJECT ? object() : array(token);
      return true;
    } catch (JsonProcessingException e) {
      throw damaged(e);
    }
  }

  private static UnreadableFileException damaged(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage()).replaceAll(" ?[(\\[].*", "");
    return new UnreadableFileException(
        "not readable as JSON, or cut off: "
            + message
            + (e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr()),
        e);
  }

  private List<String> array(@Nullable JsonToken token) throws IOException {
    if (token != JsonToken.START_ARRAY) {
      throw new UnreadableFileException(
          "element %d of the list is no candle; expected a list or an object".formatted(row));
    }
    List<String> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value());
    }
    return values;
  }

  private List<String> object() throws IOException {
    List<String> values = new ArrayList<>();
    boolean isFirst = row == 1;
    for (int i = 0; i < names.size(); i++) {
      values.add("");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      String value = value();
      Integer place = names.get(name);
      if (place != null) {
        values.set(place, value);
      } else if (isFirst) {
        names.put(name, names.size());
        values.add(value);
      }
    }
    return values;
  }

  private String value() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null || token.isStructStart()) {
      parser.skipChildren();
      return "";
    }
    return token == JsonToken.VALUE_NULL ? "" : parser.getText();
  }

  @Override
  public long line() {
    return row;
  }

  @Override
  public int size() {
    return fields.size();
  }

  @Override
  public String field(int column) {
    return fields.get(column).strip();
  }
}
