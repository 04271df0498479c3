-- How far each consumer has dealt with the changes, in one place: of segments (stream 1) and of traits (2).
CREATE TABLE consumer_cursors (
    stream    INTEGER NOT NULL,
    name      TEXT NOT NULL,
    sequence  INTEGER NOT NULL,
    PRIMARY KEY (stream, name)
) STRICT, WITHOUT ROWID;

INSERT INTO consumer_cursors (stream, name, sequence)
SELECT 1, name, sequence FROM segment_cursors UNION ALL SELECT 2, name, sequence FROM trait_cursors;

DROP TABLE segment_cursors;
DROP TABLE trait_cursors;

-- As of which instant an act lets old ties go; null of other acts.
ALTER TABLE identity_acts ADD COLUMN as_of INTEGER;
CREATE INDEX identity_acts_expiries ON identity_acts (as_of) WHERE as_of IS NOT NULL;
