/**
 * Knows the words that a route may use: those of Camel that are available, and the beans and
 * settings of the service. The content of a route does not belong here.
 */
@NullMarked
package dev.trainyard.route.check.vocabulary;

import org.jspecify.annotations.NullMarked;
