/**
 * A demonstration of the service: on its first start it imports real candles, submits one training
 * request over HTTP as any client would, and shows the progress. It uses only public interfaces,
 * and nothing else may use it.
 */
@NullMarked
package dev.trainyard.demo;

import org.jspecify.annotations.NullMarked;
