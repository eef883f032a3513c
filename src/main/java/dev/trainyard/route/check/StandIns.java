package dev.trainyard.route.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.BeanRepository;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.objenesis.SpringObjenesis;

/**
 * Objects of the same names and types as the beans of the service, of which nobody may call a
 * method: a check needs to know what there is, and must not reach what runs, or start what does
 * not.
 */
final class StandIns implements BeanRepository {
  private static final SpringObjenesis OBJENESIS = new SpringObjenesis();

  private final ConfigurableListableBeanFactory beans;
  private final Map<String, Object> made = new ConcurrentHashMap<>();

  /** For the beans that a factory knows, made or not. */
  StandIns(ConfigurableListableBeanFactory beans) {
    this.beans = beans;
  }

  /** Names of the service's own beans, which are those that a route may want. */
  List<String> names() {
    return Arrays.stream(beans.getBeanNamesForType(Object.class, false, false))
        .filter(this::isOwn)
        .sorted()
        .toList();
  }

  private boolean isOwn(String name) {
    Class<?> type = beans.getType(name, false);
    return type != null
        && !name.contains(".")
        && (type.getName().startsWith("dev.trainyard.") || name.equals("dataSource"));
  }

  /** What Camel finds components with in the service. */
  ClassLoader classLoader() {
    return beans.getBeanClassLoader();
  }

  /** Whether the service has a bean of a name. */
  boolean contains(String name) {
    return beans.containsBean(name);
  }

  @Override
  public Object lookupByName(String name) {
    if (!beans.containsBean(name)) {
      return null;
    }
    Class<?> type = beans.getType(name, false);
    return type == null ? null : made.computeIfAbsent(name, key -> of(type));
  }

  @Override
  public <T> T lookupByNameAndType(String name, Class<T> type) {
    Object bean = lookupByName(name);
    return type.isInstance(bean) ? type.cast(bean) : null;
  }

  /** Camel's own services are its own: a stand-in of one would be called. */
  @Override
  public <T> Map<String, T> findByTypeWithName(Class<T> type) {
    Map<String, T> found = new TreeMap<>();
    if (!type.getName().startsWith("org.apache.camel.")) {
      for (String name : beans.getBeanNamesForType(type, true, false)) {
        T bean = lookupByNameAndType(name, type);
        if (bean != null) {
          found.put(name, bean);
        }
      }
    }
    return found;
  }

  @Override
  public <T> Set<T> findByType(Class<T> type) {
    return new HashSet<>(findByTypeWithName(type).values());
  }

  /**
   * An object of a type on which no constructor has run. Of what languages such as jsonpath call
   * while a route is made there is a real one, as it reaches nothing.
   */
  static Object of(Class<?> type) {
    if (type == ObjectMapper.class) {
      return new ObjectMapper();
    }
    if (type.isInterface()) {
      return Proxy.newProxyInstance(
          type.getClassLoader(),
          new Class<?>[] {type},
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "toString" -> type.getSimpleName();
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> throw new UnsupportedOperationException(method.getName());
              });
    }
    return Modifier.isAbstract(type.getModifiers()) ? new Object() : OBJENESIS.newInstance(type);
  }
}
