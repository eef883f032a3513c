package dev.trainyard.api.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items the items
 * @param nextCursor what fetches the part after it; null when this is the last
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page<T>(List<T> items, @Nullable String nextCursor) {

  /**
   * The first {@code limit} of some rows.
   *
   * @param rows up to one more than the limit, which says whether there is a next page
   * @param end text of the cursor behind an item
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> end) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    List<T> items = rows.subList(0, limit);
    return new Page<>(items, new Cursor(end.apply(items.get(limit - 1))).encoded());
  }

  /** The same page with its items in another form. */
  public <U> Page<U> map(Function<T, U> form) {
    return new Page<>(items.stream().map(form).toList(), nextCursor);
  }
}
