-- The outbox of changed traits: which one, never its value.
CREATE SEQUENCE firstparty.trait_change_numbers;

CREATE TABLE firstparty.trait_changes (
    profile      uuid NOT NULL,
    sequence     bigint NOT NULL,
    trait        text COLLATE "C",
    at           bigint NOT NULL,
    fact_key     uuid,
    fact_source  text COLLATE "C",
    PRIMARY KEY (profile, sequence)
);

CREATE INDEX trait_changes_by_sequence ON firstparty.trait_changes (sequence);

-- How far each consumer has dealt with them.
CREATE TABLE firstparty.trait_cursors (
    name      text COLLATE "C" PRIMARY KEY,
    sequence  bigint NOT NULL
);
