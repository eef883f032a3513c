package dev.trainyard.monitor.jmx;

import java.lang.management.ManagementFactory;
import javax.management.MBeanException;
import javax.management.modelmbean.ModelMBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jmx.export.MBeanExporter;
import org.springframework.jmx.export.annotation.AnnotationJmxAttributeSource;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.jmx.export.assembler.MetadataMBeanInfoAssembler;
import org.springframework.jmx.export.naming.MetadataNamingStrategy;
import org.springframework.jmx.support.RegistrationPolicy;

/** Registers every {@link ManagedResource} bean, and nothing else. */
@Configuration(proxyBeanMethods = false)
class JmxBeans {

  @Bean
  MBeanExporter managedResources(ApplicationContext context) {
    AnnotationJmxAttributeSource annotations = new AnnotationJmxAttributeSource();
    MBeanExporter exporter =
        new MBeanExporter() {
          @Override
          protected ModelMBean createModelMBean() throws MBeanException {
            return new PlainModelMBean();
          }
        };
    exporter.setServer(ManagementFactory.getPlatformMBeanServer());
    exporter.setBeans(context.getBeansWithAnnotation(ManagedResource.class));
    exporter.setAssembler(new MetadataMBeanInfoAssembler(annotations));
    exporter.setNamingStrategy(new MetadataNamingStrategy(annotations));
    // The names belong to the process: the last context of a JVM owns them
    exporter.setRegistrationPolicy(RegistrationPolicy.REPLACE_EXISTING);
    return exporter;
  }
}
