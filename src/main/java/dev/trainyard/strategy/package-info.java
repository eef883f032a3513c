/**
 * The plug-in interface of strategies: a parameter space and a pure function from candles and
 * parameters to signals. A signal at a bar depends on that bar and earlier ones only. Plug-ins
 * compile against these types, so none of these types moves or loses a method.
 */
@NullMarked
package dev.trainyard.strategy;

import org.jspecify.annotations.NullMarked;
