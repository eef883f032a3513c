package dev.trainyard.route.check.vocabulary;

import dev.trainyard.files.RootCause;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchBeanException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Explains why Camel cannot use a bean: it does not exist, or is of another type. */
public final class MissingBeanMessages {
  private static final Pattern WANTED = Pattern.compile("of type: (?<type>[\\w.$]+)");
  private static final Pattern NOT_FOUND = Pattern.compile("(?i)not found|not find|cannot find");

  private final CamelContext camel;
  private final BeanStubs standIns;
  private final AllowedNames vocabulary;

  /**
   * @param camel the context that looks for beans
   * @param standIns the beans of the service
   * @param vocabulary the words for an unknown bean
   */
  public MissingBeanMessages(CamelContext camel, BeanStubs standIns, AllowedNames vocabulary) {
    this.camel = camel;
    this.standIns = standIns;
    this.vocabulary = vocabulary;
  }

  /** Explains why Camel did not find a bean by its name or, without one, by its type. */
  public String missing(NoSuchBeanException failure) {
    String name = failure.getName();
    Optional<String> found = described(name);
    if (found.isPresent()) {
      Matcher wanted = WANTED.matcher(RootCause.firstLine(failure));
      return wanted.find()
          ? "%s, and no %s%s"
              .formatted(found.get(), wanted.group("type"), ofType(wanted.group("type")))
          : "%s, which cannot be used here".formatted(found.get());
    }
    if (camel.getClassResolver().resolveClass(name) == null) {
      return vocabulary.noBean(name);
    }
    Set<String> several = names(name);
    return several.isEmpty()
        ? "there is no bean of the type %s; define one in 'beans'".formatted(name)
        : "there are several beans of the type %s; name one of: %s"
            .formatted(name, String.join(", ", several));
  }

  /**
   * Adds to Camel's words what the bean is that they call missing.
   *
   * @param reason Camel's words
   * @param word the word that the reason names; null when it names none
   */
  public String explained(String reason, @Nullable String word) {
    return NOT_FOUND.matcher(reason).find()
        ? described(word).map(what -> reason.replaceFirst("\\.$", "") + "; " + what).orElse(reason)
        : reason;
  }

  private Optional<String> described(@Nullable String name) {
    Object bean = name == null ? null : camel.getRegistry().lookupByName(name);
    if (bean == null) {
      return Optional.empty();
    }
    Class<?> type =
        bean instanceof Proxy ? bean.getClass().getInterfaces()[0] : ClassUtils.getUserClass(bean);
    return Optional.of(
        type == Object.class
            ? "the bean '%s' has another type".formatted(name)
            : "the bean '%s' is a %s".formatted(name, type.getName()));
  }

  private String ofType(String type) {
    Set<String> names = names(type);
    return names.isEmpty() ? "" : "; beans of that type: " + String.join(", ", names);
  }

  private Set<String> names(String typeName) {
    Class<?> type = camel.getClassResolver().resolveClass(typeName);
    if (type == null) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>(standIns.names(type));
    names.addAll(camel.getRegistry().findByTypeWithName(type).keySet());
    return names;
  }
}
