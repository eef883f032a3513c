/** What Camel throws, told where it is written, with what is wrong and what is allowed. */
package dev.trainyard.route.check.fault;
