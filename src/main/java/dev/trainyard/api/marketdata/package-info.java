/** Candles over HTTP. */
package dev.trainyard.api.marketdata;
