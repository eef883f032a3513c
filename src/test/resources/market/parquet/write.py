"""Writes the files beside it: the same twenty candles, as the programs write them that people use.

Versions: pandas 3.0.6, pyarrow 25.0.1, polars 1.44.2, fastparquet 2026.9.0, duckdb 1.5.6.
"""

from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent
PRICES = ["open", "high", "low", "close", "volume"]


def path(name):
    return str(HERE / f"{name}.parquet")


def candles(unit="ns", tz=None):
    i = range(20)
    return pd.DataFrame({
        "date": pd.date_range("2025-04-03 17:05", periods=20, freq="5min", tz=tz).as_unit(unit),
        "open": [100.0 + n for n in i],
        "high": [103.5 + n for n in i],
        "low": [98.25 + n for n in i],
        "close": [101.0 + n for n in i],
        "volume": [10.5 + n % 3 for n in i],
    })


frame = candles()
for codec in ["snappy", "zstd", "gzip", "lz4", None]:
    frame.to_parquet(path(f"pandas-{codec or 'plain'}"), compression=codec)
frame.to_parquet(path("refused-brotli"), compression="brotli")
candles("ms", "UTC").to_parquet(path("pandas-utc-ms"))
candles("us").to_parquet(path("pandas-us"))

frame.set_index("date").to_parquet(path("pandas-index"))
unnamed = frame.set_index("date")
unnamed.index.name = None
unnamed.to_parquet(path("pandas-index-unnamed"))
frame.set_index(pd.Index(range(5, 25))).to_parquet(path("pandas-index-numbers"))

texts = frame.assign(date=frame["date"].dt.strftime("%Y-%m-%d %H:%M:%S"))
texts.to_parquet(path("pandas-date-texts"))
numbers = frame.assign(date=frame["date"].astype("int64") // 10**6)
numbers.rename(columns={"date": "timestamp"}).to_parquet(path("pandas-epoch-ms"))
split = frame.assign(time=frame["date"].dt.time, date=frame["date"].dt.date)
split.to_parquet(path("pandas-date-and-time"))
frame.to_parquet(path("pandas-int96"), use_deprecated_int96_timestamps=True)
frame.astype({name: "float32" for name in PRICES}).to_parquet(path("pandas-float32"))
decimals = frame.copy()
for name in PRICES:
    decimals[name] = [Decimal(str(value)) for value in decimals[name]]
decimals.to_parquet(path("pandas-decimal"))

frame.assign(tags=[[1, 2]] * 20, info=[{"a": 1}] * 20).to_parquet(path("pandas-nested"))
frame.assign(close=[[value] for value in frame["close"]]).to_parquet(path("refused-nested-close"))

pq.write_table(
    pa.Table.from_pandas(frame),
    path("pyarrow-groups-v2"),
    row_group_size=7,
    data_page_version="2.0",
    compression="zstd",
    use_dictionary=False,
    write_page_checksum=True,
    column_encoding={"date": "DELTA_BINARY_PACKED", "open": "BYTE_STREAM_SPLIT", "high": "PLAIN"},
)

for codec in ["snappy", "zstd", "uncompressed"]:
    pl.from_pandas(frame).write_parquet(path(f"polars-{codec}"), compression=codec)

frame.to_parquet(path("fastparquet"), engine="fastparquet")
frame.set_index("date").to_parquet(path("fastparquet-index-zstd"), engine="fastparquet", compression="zstd")

duckdb.from_df(frame).to_parquet(path("duckdb"))
