/** What of an entry is none of the keys and values that Camel's schema describes. */
package dev.trainyard.route.check.shape;
