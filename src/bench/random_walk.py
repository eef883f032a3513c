"""Candles for programs that try the service as a whole."""

import random


def candles():
    """A random walk of 4,000 candles that is the same each time."""
    walk = random.Random(7)
    lines = ["time,open,high,low,close,volume"]
    price = 100.0
    for i in range(4000):
        end = price * (1 + walk.gauss(0, 0.004))
        high = max(price, end) * (1 + abs(walk.gauss(0, 0.002)))
        low = min(price, end) * (1 - abs(walk.gauss(0, 0.002)))
        lines.append("%d,%.4f,%.4f,%.4f,%.4f,%.3f" % (1735689600 + 300 * i, price, high, low, end, walk.uniform(1, 9)))
        price = end
    return "\n".join(lines) + "\n"
