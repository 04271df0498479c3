-- The outbox of changed traits: which one, never its value.
CREATE TABLE trait_changes (
    sequence     INTEGER PRIMARY KEY AUTOINCREMENT,
    profile      BLOB NOT NULL,
    trait        TEXT,
    at           INTEGER NOT NULL,
    fact_source  INTEGER,
    fact_key     BLOB
) STRICT;

CREATE INDEX trait_changes_by_profile ON trait_changes (profile);

-- How far each consumer has dealt with them.
CREATE TABLE trait_cursors (
    name      TEXT PRIMARY KEY,
    sequence  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
