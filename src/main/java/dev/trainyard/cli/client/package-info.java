/**
 * The HTTP API as a client of it sees it: requests, problems, pages, events. Commands must answer
 * at once, so nothing here loads Spring, Camel or SQL.
 */
@NullMarked
package dev.trainyard.cli.client;

import org.jspecify.annotations.NullMarked;
