-- With this key the answers that are kept in Redis are sealed: whoever can write there cannot make the service show other
-- figures. gen_random_uuid takes its bits from the random numbers of the system.
CREATE TABLE result_seal (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    secret    bytea   NOT NULL
);
INSERT INTO result_seal (secret)
VALUES (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

-- Another value after each change of a series, except when candles came behind its last one, which change nothing for those
-- who know the ones before. A process of an earlier version does not say that it appends.
ALTER TABLE candle_series ADD COLUMN revision uuid NOT NULL DEFAULT gen_random_uuid();
CREATE FUNCTION revise_candle_series() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.revision := gen_random_uuid();
    RETURN NEW;
END
$$;
CREATE TRIGGER candle_series_revised BEFORE UPDATE ON candle_series FOR EACH ROW
    WHEN (current_setting('trainyard.candles', true) IS DISTINCT FROM 'append')
    EXECUTE FUNCTION revise_candle_series();

-- Counts the statements that change candles past the import, of which candle_series does not tell: those that write through
-- the view. The import writes its blocks, and the packing of rows changes no candle.
CREATE TABLE candle_edits (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    edits     bigint  NOT NULL DEFAULT 0
);
INSERT INTO candle_edits DEFAULT VALUES;
CREATE FUNCTION count_candle_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE candle_edits SET edits = edits + 1;
    RETURN NULL;
END
$$;
CREATE TRIGGER candles_edited AFTER INSERT OR UPDATE OR DELETE ON candles FOR EACH STATEMENT EXECUTE FUNCTION count_candle_edit();
CREATE TRIGGER candle_rows_truncated AFTER TRUNCATE ON candle_rows FOR EACH STATEMENT EXECUTE FUNCTION count_candle_edit();
CREATE TRIGGER candle_blocks_truncated AFTER TRUNCATE ON candle_blocks FOR EACH STATEMENT EXECUTE FUNCTION count_candle_edit();
