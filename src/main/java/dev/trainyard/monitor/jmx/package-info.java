/**
 * What an operator sees and does over JMX beside Camel's MBeans: one MBean for each subject, in the
 * domain {@code dev.trainyard}, with names that are the same in every process. Attributes have
 * types of the JDK and come from figures that are shared and cached; operations are those of the
 * HTTP API. What they do is not written here.
 */
@NullMarked
package dev.trainyard.monitor.jmx;

import org.jspecify.annotations.NullMarked;
