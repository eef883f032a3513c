-- An edit is of the files of one home on one host; former is the text that each file had, null where there was none.
ALTER TABLE route_edits
    ADD COLUMN seq     bigint GENERATED ALWAYS AS IDENTITY,
    ADD COLUMN process text,
    ADD COLUMN host    text,
    ADD COLUMN home    text,
    ADD COLUMN author  text,
    ADD COLUMN diff    text    NOT NULL DEFAULT '',
    ADD COLUMN former  json    NOT NULL DEFAULT '{}',
    ADD COLUMN undone  boolean NOT NULL DEFAULT false;
CREATE INDEX route_edits_of_home ON route_edits (host, home, seq);
CREATE INDEX route_edits_newest ON route_edits (seq);
