/**
 * The first look at the service: on a first start it brings real candles, submits one training
 * request over HTTP as any client would, and shows how it goes. It uses public interfaces alone,
 * and nothing else may use it.
 */
@NullMarked
package dev.trainyard.demo;

import org.jspecify.annotations.NullMarked;
