/**
 * What tests share: servers, a clock that they set, clients, and processes that they start and
 * kill.
 */
package dev.trainyard.support;
