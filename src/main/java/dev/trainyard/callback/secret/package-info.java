/** The secrets of clients and the signatures that are made with them (Standard Webhooks). */
@NullMarked
package dev.trainyard.callback.secret;

import org.jspecify.annotations.NullMarked;
