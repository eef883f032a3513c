-- Candles in blocks: a row has the candles of 1,024 intervals of a series, in columns. Rows of one candle each, as they were
-- before, are packed into blocks by the service afterwards, and so are those that SQL adds through the view. A stretch of
-- time has its candles in rows or in a block, never in both.
ALTER TABLE candles RENAME TO candle_rows;
ALTER INDEX candles_pkey RENAME TO candle_rows_pkey;

CREATE TABLE candle_blocks (
    exchange   text        NOT NULL,
    symbol     text        NOT NULL,
    timeframe  text        NOT NULL,
    start      timestamptz NOT NULL, -- of its intervals, of which some may have no candle
    rows       integer     NOT NULL CHECK (rows > 0),
    first_time timestamptz NOT NULL,
    last_time  timestamptz NOT NULL,
    time_unit  bigint      NOT NULL CHECK (time_unit > 0), -- microseconds, of which all its distances are multiples
    times      bytea, -- null when each candle opens a unit after the one before
    figures    bytea       NOT NULL,
    PRIMARY KEY (exchange, symbol, timeframe, start)
);
-- Packed bits do not compress any further.
ALTER TABLE candle_blocks ALTER times SET STORAGE EXTERNAL, ALTER figures SET STORAGE EXTERNAL;

CREATE FUNCTION candle_block_start(timeframe text, candle_time timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT date_bin(1024 * timeframe::interval, candle_time, timestamptz 'epoch')
$$;

-- The double whose bits (IEEE 754) are given.
CREATE FUNCTION double_of_bits(bits bigint) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN bits < 0 THEN -1 ELSE 1 END * CASE (bits >> 52) & 2047
        WHEN 0 THEN (bits & 4503599627370495)::double precision * power(2::double precision, -1074)
        WHEN 2047 THEN CASE WHEN bits & 4503599627370495 = 0 THEN 'infinity' ELSE 'nan' END::double precision
        ELSE (bits & 4503599627370495 | 4503599627370496)::double precision
            * power(2::double precision, ((bits >> 52) & 2047) - 1075)
    END
$$;

-- By which the whole numbers of a column are divided; null for the bits of doubles.
CREATE FUNCTION candle_unit(decimals integer) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
    SELECT ('{1,1e1,1e2,1e3,1e4,1e5,1e6,1e7,1e8,1e9,1e10,1e11,1e12,1e13,1e14,1e15,1e16,1e17,1e18}'::double precision[])[decimals + 1]
$$;

-- The candles of the blocks, one row each. Figures are five columns, one after the other. The head of each is one byte with
-- the number of its decimals, or 255 for the bits of doubles, one with the width of its numbers in bits, and eight with the
-- least of them, to which all others are added. Numbers follow each other without a space; a column begins with a byte.
CREATE VIEW unpacked_candles AS
SELECT b.exchange, b.symbol, b.timeframe, b.start,
    b.first_time + (b.time_unit * CASE WHEN b.times IS NULL THEN i
        ELSE substring(t.bits FROM 9 + i * t.width FOR t.width)::bigint END)::double precision * interval '1 microsecond' AS time,
    CASE WHEN o.unit IS NULL THEN double_of_bits(o.least + substring(f.bits FROM 401 + i * o.width FOR o.width)::bigint)
        ELSE (o.least + substring(f.bits FROM 401 + i * o.width FOR o.width)::bigint)::double precision / o.unit END AS open,
    CASE WHEN h.unit IS NULL THEN double_of_bits(h.least + substring(f.bits FROM h.begin + i * h.width FOR h.width)::bigint)
        ELSE (h.least + substring(f.bits FROM h.begin + i * h.width FOR h.width)::bigint)::double precision / h.unit END AS high,
    CASE WHEN l.unit IS NULL THEN double_of_bits(l.least + substring(f.bits FROM l.begin + i * l.width FOR l.width)::bigint)
        ELSE (l.least + substring(f.bits FROM l.begin + i * l.width FOR l.width)::bigint)::double precision / l.unit END AS low,
    CASE WHEN c.unit IS NULL THEN double_of_bits(c.least + substring(f.bits FROM c.begin + i * c.width FOR c.width)::bigint)
        ELSE (c.least + substring(f.bits FROM c.begin + i * c.width FOR c.width)::bigint)::double precision / c.unit END AS close,
    CASE WHEN v.unit IS NULL THEN double_of_bits(v.least + substring(f.bits FROM v.begin + i * v.width FOR v.width)::bigint)
        ELSE (v.least + substring(f.bits FROM v.begin + i * v.width FOR v.width)::bigint)::double precision / v.unit END AS volume
FROM candle_blocks b
    -- Without OFFSET the bits would be made again for every candle
    CROSS JOIN LATERAL (SELECT ('x' || encode(b.times, 'hex'))::varbit AS bits, get_byte(b.times, 0) AS width OFFSET 0) AS t
    CROSS JOIN LATERAL (SELECT ('x' || encode(b.figures, 'hex'))::varbit AS bits OFFSET 0) AS f
    CROSS JOIN LATERAL (SELECT candle_unit(substring(f.bits FROM 1 FOR 8)::integer) AS unit,
        substring(f.bits FROM 9 FOR 8)::integer AS width, substring(f.bits FROM 17 FOR 64)::bigint AS least OFFSET 0) AS o
    CROSS JOIN LATERAL (SELECT candle_unit(substring(f.bits FROM 81 FOR 8)::integer) AS unit,
        substring(f.bits FROM 89 FOR 8)::integer AS width, substring(f.bits FROM 97 FOR 64)::bigint AS least,
        401 + (b.rows * o.width + 7) / 8 * 8 AS begin OFFSET 0) AS h
    CROSS JOIN LATERAL (SELECT candle_unit(substring(f.bits FROM 161 FOR 8)::integer) AS unit,
        substring(f.bits FROM 169 FOR 8)::integer AS width, substring(f.bits FROM 177 FOR 64)::bigint AS least,
        h.begin + (b.rows * h.width + 7) / 8 * 8 AS begin OFFSET 0) AS l
    CROSS JOIN LATERAL (SELECT candle_unit(substring(f.bits FROM 241 FOR 8)::integer) AS unit,
        substring(f.bits FROM 249 FOR 8)::integer AS width, substring(f.bits FROM 257 FOR 64)::bigint AS least,
        l.begin + (b.rows * l.width + 7) / 8 * 8 AS begin OFFSET 0) AS c
    CROSS JOIN LATERAL (SELECT candle_unit(substring(f.bits FROM 321 FOR 8)::integer) AS unit,
        substring(f.bits FROM 329 FOR 8)::integer AS width, substring(f.bits FROM 337 FOR 64)::bigint AS least,
        c.begin + (b.rows * c.width + 7) / 8 * 8 AS begin OFFSET 0) AS v
    CROSS JOIN LATERAL generate_series(0, b.rows - 1) AS i;

-- What SQL reads and writes.
CREATE VIEW candles AS
    SELECT exchange, symbol, timeframe, time, open, high, low, close, volume FROM candle_rows
    UNION ALL
    SELECT exchange, symbol, timeframe, time, open, high, low, close, volume FROM unpacked_candles;

DO $$
DECLARE
    given record;
BEGIN
    FOR given IN
        SELECT privilege_type, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END AS role, is_grantable
        FROM pg_class, aclexplode(relacl)
        WHERE pg_class.oid = 'candle_rows'::regclass AND grantee <> relowner
    LOOP
        EXECUTE format('GRANT %s ON candles TO %s%s', given.privilege_type, given.role,
            CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);
    END LOOP;
END
$$;

-- Puts the block that has a time, if there is one, back into rows, where a candle can be changed. Until its end the
-- transaction holds the lock of the series that imports take too.
CREATE FUNCTION candles_to_rows(of_exchange text, of_symbol text, of_timeframe text, of_time timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    block_start timestamptz := candle_block_start(of_timeframe, of_time);
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'candles', of_exchange, of_symbol, of_timeframe), 0));
    PERFORM FROM candle_blocks AS b
    WHERE b.exchange = of_exchange AND b.symbol = of_symbol AND b.timeframe = of_timeframe AND b.start = block_start;
    IF FOUND THEN
        INSERT INTO candle_rows
        SELECT u.exchange, u.symbol, u.timeframe, u.time, u.open, u.high, u.low, u.close, u.volume FROM unpacked_candles AS u
        WHERE u.exchange = of_exchange AND u.symbol = of_symbol AND u.timeframe = of_timeframe AND u.start = block_start;
        DELETE FROM candle_blocks AS b
        WHERE b.exchange = of_exchange AND b.symbol = of_symbol AND b.timeframe = of_timeframe AND b.start = block_start;
    END IF;
END
$$;

CREATE FUNCTION write_candle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM candles_to_rows(OLD.exchange, OLD.symbol, OLD.timeframe, OLD.time);
    END IF;
    IF TG_OP <> 'DELETE' AND (TG_OP = 'INSERT' OR (NEW.exchange, NEW.symbol, NEW.timeframe, NEW.time)
            IS DISTINCT FROM (OLD.exchange, OLD.symbol, OLD.timeframe, OLD.time)) THEN
        PERFORM candles_to_rows(NEW.exchange, NEW.symbol, NEW.timeframe, NEW.time);
    END IF;

    IF TG_OP = 'INSERT' THEN
        INSERT INTO candle_rows VALUES (NEW.exchange, NEW.symbol, NEW.timeframe, NEW.time,
            NEW.open, NEW.high, NEW.low, NEW.close, NEW.volume);
        RETURN NEW;
    ELSIF TG_OP = 'UPDATE' THEN
        UPDATE candle_rows AS c
        SET exchange = NEW.exchange, symbol = NEW.symbol, timeframe = NEW.timeframe, time = NEW.time,
            open = NEW.open, high = NEW.high, low = NEW.low, close = NEW.close, volume = NEW.volume
        WHERE c.exchange = OLD.exchange AND c.symbol = OLD.symbol AND c.timeframe = OLD.timeframe AND c.time = OLD.time;
        RETURN CASE WHEN FOUND THEN NEW END;
    ELSE
        DELETE FROM candle_rows AS c
        WHERE c.exchange = OLD.exchange AND c.symbol = OLD.symbol AND c.timeframe = OLD.timeframe AND c.time = OLD.time;
        RETURN CASE WHEN FOUND THEN OLD END;
    END IF;
END
$$;
CREATE TRIGGER write_candle INSTEAD OF INSERT OR UPDATE OR DELETE ON candles FOR EACH ROW EXECUTE FUNCTION write_candle();
