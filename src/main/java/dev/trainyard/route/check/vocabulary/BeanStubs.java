package dev.trainyard.route.check.vocabulary;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Service;
import org.apache.camel.spi.BeanRepository;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cglib.core.CodeGenerationException;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.Factory;
import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.stereotype.Controller;
import org.springframework.util.ClassUtils;

/**
 * Objects of the same names and types as the beans of the service, of which nobody may call a
 * method: a check needs to know what there is, and must not reach what runs, or start what does
 * not.
 */
public final class BeanStubs implements BeanRepository {
  private static final SpringObjenesis OBJENESIS = new SpringObjenesis();

  private final ConfigurableListableBeanFactory beans;
  private final Map<String, Object> made = new ConcurrentHashMap<>();

  /** For the beans that a factory knows, made or not. */
  public BeanStubs(ConfigurableListableBeanFactory beans) {
    this.beans = beans;
  }

  /** Names of the service's own beans, which are those that a route may want. */
  List<String> names() {
    return Arrays.stream(beans.getBeanNamesForType(Object.class, false, false))
        .filter(this::isOwn)
        .sorted()
        .toList();
  }

  /** Names of those of a type. */
  List<String> names(Class<?> type) {
    return names().stream().filter(name -> beans.isTypeMatch(name, type)).toList();
  }

  private boolean isOwn(String name) {
    Class<?> type = beans.getType(name, false);
    return type != null
        && !name.contains(".")
        && (type.getName().startsWith("dev.trainyard.") || name.equals("dataSource"));
  }

  /** What Camel finds components with in the service. */
  public ClassLoader classLoader() {
    return beans.getBeanClassLoader();
  }

  /** Whether the service has a bean of a name. */
  public boolean contains(String name) {
    return beans.containsBean(name);
  }

  /** The classes of the beans that answer HTTP requests beside the routes. */
  public List<Class<?>> controllers() {
    return Arrays.stream(beans.getBeanNamesForAnnotation(Controller.class))
        .<Class<?>>map(name -> beans.getType(name, false))
        .filter(Objects::nonNull)
        .<Class<?>>map(ClassUtils::getUserClass)
        .toList();
  }

  /** Whether the service has a bean of a type. */
  public boolean has(Class<?> type) {
    return beans.getBeanNamesForType(type, true, false).length > 0;
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
   * An object of a type on which no constructor has run. One that Camel would start, or whose type
   * is abstract, does nothing when it is called. Of what languages such as jsonpath call while a
   * route is made there is a real one, as it reaches nothing.
   */
  public static Object of(Class<?> type) {
    if (type == ObjectMapper.class) {
      return new ObjectMapper();
    }
    boolean isAbstract = Modifier.isAbstract(type.getModifiers());
    if (type.isInterface()) {
      return proxy(type.getClassLoader(), type.getSimpleName(), type);
    }
    if (!isAbstract && !Service.class.isAssignableFrom(type)) {
      return OBJENESIS.newInstance(type);
    }
    if (type.isSealed()) {
      return of(type.getPermittedSubclasses()[0]);
    }
    return Modifier.isFinal(type.getModifiers())
        ? proxy(
            type.getClassLoader(), type.getSimpleName(), ClassUtils.getAllInterfacesForClass(type))
        : inert(type);
  }

  private static Object proxy(ClassLoader loader, String name, Class<?>... types) {
    return Proxy.newProxyInstance(
        loader, types, (proxy, method, arguments) -> answer(proxy, name, method, arguments));
  }

  /** An object of a subclass that overrides all. */
  private static Object inert(Class<?> type) {
    Enhancer enhancer = new Enhancer();
    enhancer.setSuperclass(type);
    enhancer.setCallbackType(MethodInterceptor.class);
    try {
      Class<?> subclass = enhancer.createClass();
      Object object = OBJENESIS.newInstance(subclass);
      MethodInterceptor interceptor =
          (self, method, arguments, original) ->
              answer(self, type.getSimpleName(), method, arguments);
      ((Factory) object).setCallbacks(new Callback[] {interceptor});
      return object;
    } catch (CodeGenerationException | IllegalArgumentException closed) {
      // A class of the JDK, or one that nobody else may extend
      return Modifier.isAbstract(type.getModifiers()) ? new Object() : OBJENESIS.newInstance(type);
    }
  }

  private static Object answer(Object self, String name, Method method, Object... arguments) {
    return switch (method.getName()) {
      case "toString" -> name;
      case "hashCode" -> System.identityHashCode(self);
      case "equals" -> self == arguments[0];
      default ->
          method.getReturnType() == void.class || !method.getReturnType().isPrimitive()
              ? null
              : Array.get(Array.newInstance(method.getReturnType(), 1), 0);
    };
  }
}
