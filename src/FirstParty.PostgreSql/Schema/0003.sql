-- How far each consumer has dealt with the changes, in one place: of segments (stream 1) and of traits (2).
CREATE TABLE firstparty.consumer_cursors (
    name      text COLLATE "C" NOT NULL,
    stream    smallint NOT NULL,
    sequence  bigint NOT NULL,
    PRIMARY KEY (name, stream)
);

INSERT INTO firstparty.consumer_cursors (name, stream, sequence)
SELECT name, 1, sequence FROM firstparty.segment_cursors UNION ALL SELECT name, 2, sequence FROM firstparty.trait_cursors;

DROP TABLE firstparty.segment_cursors;
DROP TABLE firstparty.trait_cursors;

-- As of which instant an act lets old ties go; null of other acts.
ALTER TABLE firstparty.identity_acts ADD COLUMN as_of bigint;
CREATE INDEX identity_acts_expiries ON firstparty.identity_acts (as_of) WHERE as_of IS NOT NULL;

-- By what nodes know whether what they remember of people is still so. On a component's own node: the session that held the component last, and the one
-- that last changed more of its people than that their events were appended.
ALTER TABLE firstparty.identity_nodes ADD COLUMN holder uuid, ADD COLUMN changer uuid;

-- Another edition after every session that wrote alone: it may have changed anybody. One row.
CREATE TABLE firstparty.identity_edition (
    id       smallint PRIMARY KEY,
    edition  uuid NOT NULL
);
