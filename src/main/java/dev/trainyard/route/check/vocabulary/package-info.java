/**
 * What a route may say: the words of Camel that are there, and the beans and settings of the
 * service. What a route says does not belong here.
 */
package dev.trainyard.route.check.vocabulary;
