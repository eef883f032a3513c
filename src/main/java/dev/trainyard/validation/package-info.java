/**
 * Judges the winner of a search on candles that the search has not seen: hold-out, walk-forward,
 * statistics of Sharpe ratios, verdict, life cycle. What cannot be computed is absent, never a
 * placeholder, and every verdict says in words what it rests on. Nothing here changes the winner's
 * parameters, stores anything, or knows how a service runs it.
 */
package dev.trainyard.validation;
