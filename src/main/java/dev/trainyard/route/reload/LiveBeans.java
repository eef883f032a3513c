package dev.trainyard.route.reload;

import dev.trainyard.route.model.CamelDefinitions;
import dev.trainyard.route.model.FileEntry;
import dev.trainyard.route.model.RouteModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;

/** Replaces the beans that route files define, and remembers the former ones. */
final class LiveBeans {
  private final CamelContext camel;
  private final RouteModel to;
  private final List<FileEntry> come;
  private final Map<String, Object> former = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();

  LiveBeans(CamelContext camel, RouteModel from, RouteModel to) {
    this.camel = camel;
    this.to = to;
    this.come = to.itemsBeyond(from, FileEntry.Kind.BEANS);
    for (FileEntry item : from.itemsBeyond(to, FileEntry.Kind.BEANS)) {
      for (String name : item.beans().keySet()) {
        names.add(name);
        Object bean = camel.getRegistry().lookupByName(name);
        if (bean != null) {
          former.put(name, bean);
        }
      }
    }
    come.forEach(item -> names.addAll(item.beans().keySet()));
  }

  /** Creates and binds the new beans. */
  void replace() throws Exception {
    names.forEach(camel.getRegistry()::unbind);
    CamelDefinitions definitions = new CamelDefinitions(camel, to.files());
    for (FileEntry item : come) {
      definitions.apply(item);
    }
  }

  /** Binds the former beans again, with their state. */
  void putBack() {
    names.forEach(camel.getRegistry()::unbind);
    former.forEach((name, bean) -> camel.getRegistry().bind(name, bean));
  }
}
