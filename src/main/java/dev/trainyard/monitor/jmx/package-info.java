/**
 * The MBeans of the service beside Camel's: one for each subject, in the domain {@code
 * dev.trainyard}, with the same names in every process. Attributes have JDK types and come from
 * shared, cached figures. Operations are those of the HTTP API and are implemented elsewhere.
 */
@NullMarked
package dev.trainyard.monitor.jmx;

import org.jspecify.annotations.NullMarked;
