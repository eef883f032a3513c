package dev.trainyard.route.check.bean;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the members of a class that Camel calls to make a bean. */
final class BeanMethods {
  private BeanMethods() {}

  /** Returns the public static methods of a name with a number of arguments. */
  static List<Method> factories(Class<?> type, String name, int arguments) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals(name))
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getParameterCount() == arguments)
        .toList();
  }

  /** Returns the names of all public static methods. */
  static Set<String> factoryNames(Class<?> type) {
    Set<String> names = new TreeSet<>();
    Arrays.stream(type.getMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .forEach(method -> names.add(method.getName()));
    return names;
  }

  /** Returns the public constructors with a number of arguments. */
  static List<Constructor<?>> constructors(Class<?> type, int arguments) {
    return Arrays.stream(type.getConstructors())
        .filter(constructor -> constructor.getParameterCount() == arguments)
        .toList();
  }

  /**
   * Returns the methods that set a property: a setter, public or not, or a method of its name that
   * takes one argument and returns the object.
   */
  static List<Method> setters(Class<?> type, String property) {
    String plain = property.replace("-", "");
    String setter = ("set" + plain).toLowerCase(Locale.ROOT);
    return methods(type)
        .filter(method -> method.getParameterCount() == 1)
        .filter(
            method -> {
              String name = method.getName().toLowerCase(Locale.ROOT);
              boolean fluent =
                  method.getReturnType().isAssignableFrom(type)
                      && (name.equals(plain.toLowerCase(Locale.ROOT))
                          || name.equals(("with" + plain).toLowerCase(Locale.ROOT)));
              return name.equals(setter) || fluent;
            })
        .toList();
  }

  /** Returns whether a property can be read. */
  static boolean hasGetter(Class<?> type, String property) {
    String plain = property.replace("-", "").toLowerCase(Locale.ROOT);
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getParameterCount() == 0)
        .map(method -> method.getName().toLowerCase(Locale.ROOT))
        .anyMatch(name -> name.equals("get" + plain) || name.equals("is" + plain));
  }

  /** Returns the names of the properties that can be set. */
  static Set<String> properties(Class<?> type) {
    Set<String> names = new TreeSet<>();
    Arrays.stream(type.getMethods())
        .filter(method -> method.getParameterCount() == 1)
        .map(Method::getName)
        .filter(name -> name.startsWith("set") && name.length() > 3)
        .forEach(
            name -> names.add(name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4)));
    return names;
  }

  private static Stream<Method> methods(Class<?> type) {
    return Stream.concat(
        Arrays.stream(type.getMethods()),
        Stream.<Class<?>>iterate(type, c -> c != null && c != Object.class, Class::getSuperclass)
            .flatMap(c -> Arrays.stream(c.getDeclaredMethods())));
  }
}
