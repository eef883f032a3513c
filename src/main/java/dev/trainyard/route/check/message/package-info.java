/**
 * What Camel would notice only when a message comes: expressions, constants, recipients, methods.
 */
package dev.trainyard.route.check.message;
