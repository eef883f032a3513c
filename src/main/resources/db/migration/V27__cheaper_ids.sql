-- The same ids, cheaper: a function in SQL is planned again by each statement that calls it, one in PL/pgSQL once a session.
CREATE OR REPLACE FUNCTION uuid_v7() RETURNS uuid LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    micros bigint := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
BEGIN
    RETURN encode(
        overlay(
            overlay(uuid_send(gen_random_uuid())
                    PLACING substring(int8send(micros / 1000) FROM 3) FROM 1 FOR 6)
            -- 0x7000, the version, and the part of the millisecond in 4096ths
            PLACING substring(int8send(28672 + micros % 1000 * 4096 / 1000) FROM 7) FROM 7 FOR 2),
        'hex')::uuid;
END
$$;
