/**
 * What an operator's tools read: health, beyond what Spring Boot and Camel show by themselves. It
 * looks at the other packages and changes nothing in them.
 */
@NullMarked
package dev.trainyard.monitor;

import org.jspecify.annotations.NullMarked;
