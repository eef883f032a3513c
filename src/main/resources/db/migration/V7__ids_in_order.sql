-- Ids of one millisecond sort by time as well (RFC 9562, section 6.2, method 3): lists are in the order of their ids,
-- and a client that submits two jobs at once wants to see them in that order.
CREATE OR REPLACE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT encode(
        overlay(
            overlay(uuid_send(gen_random_uuid())
                    PLACING substring(int8send(micros / 1000) FROM 3) FROM 1 FOR 6)
            -- 0x7000, the version, and the part of the millisecond in 4096ths
            PLACING substring(int8send(28672 + micros % 1000 * 4096 / 1000) FROM 7) FROM 7 FOR 2),
        'hex')::uuid
    FROM (SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS micros) AS now
$$;
