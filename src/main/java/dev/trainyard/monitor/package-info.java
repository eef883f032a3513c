/**
 * Health and metrics for an operator's tools, beyond those of Spring Boot and Camel. This package
 * reads the other packages and changes nothing in them.
 */
@NullMarked
package dev.trainyard.monitor;

import org.jspecify.annotations.NullMarked;
