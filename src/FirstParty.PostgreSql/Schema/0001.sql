-- Instants are counts of 100 ns since 1970, UTC. Keys are 128 bits, as uuid. JSON is UTF-8 in bytea, as it was received. Text is compared byte by byte.
-- Every table has one distribution column (see Distribution.cs), and every unique constraint contains it. No default is computed here.

-- Which facts the log holds, and at which anchor: a fact counts once, for ever.
CREATE TABLE firstparty.event_keys (
    message_key  uuid NOT NULL,
    source       text COLLATE "C" NOT NULL,
    fingerprint  bigint NOT NULL,
    anchor       uuid NOT NULL,
    PRIMARY KEY (message_key, source)
);

-- The log, by the natural id of the identifier that an event is anchored to.
CREATE TABLE firstparty.events (
    anchor              uuid NOT NULL,
    message_key         uuid NOT NULL,
    source              text COLLATE "C" NOT NULL,
    anchor_namespace    text COLLATE "C" NOT NULL,
    anchor_value        text COLLATE "C" NOT NULL,
    fingerprint         bigint NOT NULL,
    kind                smallint NOT NULL,
    name                text COLLATE "C" NOT NULL,
    occurred_at         bigint NOT NULL,
    received_at         bigint NOT NULL,
    strength            smallint NOT NULL,
    party               smallint NOT NULL,
    explicitness        smallint NOT NULL,
    sensitivity         smallint NOT NULL,
    special_categories  integer NOT NULL,
    consent_sequence    bigint,
    identifiers         bytea,             -- null: the anchor alone
    properties          bytea,             -- null: none
    context             bytea,             -- null: none
    stamps              bytea,             -- null: none
    group_id            text COLLATE "C",
    PRIMARY KEY (anchor, message_key, source)
);

-- By what erased facts are recognised when they come again.
CREATE TABLE firstparty.erased_facts (
    mark  uuid PRIMARY KEY
);

-- Facts that were acknowledged and wait to be resolved, where resolution follows in the background.
CREATE TABLE firstparty.unresolved_facts (
    message_key  uuid NOT NULL,
    source       text COLLATE "C" NOT NULL,
    received_at  bigint NOT NULL,
    anchor       uuid NOT NULL,
    PRIMARY KEY (message_key, source)
);

CREATE INDEX unresolved_facts_by_age ON firstparty.unresolved_facts (received_at, message_key, source);
CREATE INDEX unresolved_facts_by_anchor ON firstparty.unresolved_facts (anchor);

CREATE TABLE firstparty.quarantine (
    message_key  uuid NOT NULL,
    source       text COLLATE "C" NOT NULL,
    received_at  bigint NOT NULL,
    reason       smallint NOT NULL,
    event        bytea NOT NULL,
    people       bytea NOT NULL,   -- the natural ids of whom it names, 16 bytes each
    PRIMARY KEY (message_key, source)
);

CREATE INDEX quarantine_by_age ON firstparty.quarantine (received_at, message_key, source);

-- By whom a waiting event is found when they are erased.
CREATE TABLE firstparty.quarantine_people (
    person       uuid NOT NULL,
    message_key  uuid NOT NULL,
    source       text COLLATE "C" NOT NULL,
    PRIMARY KEY (person, message_key, source)
);

CREATE INDEX quarantine_people_by_event ON firstparty.quarantine_people (message_key);

-- Every profile's surviving traits: a cache.
CREATE TABLE firstparty.profiles (
    id          uuid PRIMARY KEY,
    first_seen  bigint NOT NULL,
    traits      bytea NOT NULL
);

-- Who is who: nodes and links are caches, keyed by natural id. A component bears the smallest id of its members; that member's row is the
-- component's lock. Members of their own component need no entry in the index.
CREATE TABLE firstparty.identity_nodes (
    id            uuid PRIMARY KEY,
    namespace     text COLLATE "C" NOT NULL,
    value         text COLLATE "C" NOT NULL,
    first_seen    bigint,
    component     uuid NOT NULL,
    profile       uuid NOT NULL,
    fan_out       integer NOT NULL,
    flags         smallint NOT NULL,
    owner         uuid,
    shed_from     integer,
    signed_in_at  bigint,
    last_seen     bigint
) WITH (fillfactor = 80);

CREATE INDEX identity_nodes_by_component ON firstparty.identity_nodes (component) WHERE component <> id;

CREATE TABLE firstparty.identity_links (
    a            uuid NOT NULL,
    b            uuid NOT NULL,
    strength     smallint,
    at           bigint NOT NULL,
    fact_key     uuid,
    fact_source  text COLLATE "C",
    PRIMARY KEY (a, b)
);

CREATE INDEX identity_links_by_b ON firstparty.identity_links (b);

-- Acts are truth. They are found by the natural ids they name, and a retraction also by the facts it takes back.
CREATE TABLE firstparty.identity_acts (
    message_key    uuid NOT NULL,
    source         text COLLATE "C" NOT NULL,
    is_suggestion  boolean NOT NULL,
    act            bytea NOT NULL,
    PRIMARY KEY (message_key, source)
);

CREATE INDEX identity_acts_suggestions ON firstparty.identity_acts (message_key) WHERE is_suggestion;

CREATE TABLE firstparty.identity_act_names (
    natural_id   uuid NOT NULL,
    message_key  uuid NOT NULL,
    source       text COLLATE "C" NOT NULL,
    PRIMARY KEY (natural_id, message_key, source)
);

CREATE INDEX identity_act_names_by_act ON firstparty.identity_act_names (message_key);

CREATE TABLE firstparty.identity_act_facts (
    target_key     uuid NOT NULL,
    target_source  text COLLATE "C" NOT NULL,
    message_key    uuid NOT NULL,
    source         text COLLATE "C" NOT NULL,
    PRIMARY KEY (target_key, target_source, message_key, source)
);

CREATE INDEX identity_act_facts_by_act ON firstparty.identity_act_facts (message_key);

CREATE SEQUENCE firstparty.identity_history_numbers;

CREATE TABLE firstparty.identity_history (
    subject       uuid NOT NULL,
    number        bigint NOT NULL,
    kind          smallint NOT NULL,
    at            bigint NOT NULL,
    other         uuid NOT NULL,
    identifier    uuid,
    cause_key     uuid,
    cause_source  text COLLATE "C",
    PRIMARY KEY (subject, number)
);

CREATE INDEX identity_history_by_other ON firstparty.identity_history (other) WHERE other <> subject;
CREATE INDEX identity_history_by_identifier ON firstparty.identity_history (identifier) WHERE identifier IS NOT NULL;

-- The consent log: leaves stay for ever, ciphertexts, lookups and secrets go with their subject. The head is one row, locked by whoever appends.
CREATE TABLE firstparty.consent_head (
    id             smallint PRIMARY KEY,
    size           bigint NOT NULL,
    compact_range  bytea NOT NULL,
    checkpoint     text
);

CREATE TABLE firstparty.consent_entries (
    sequence    bigint PRIMARY KEY,
    leaf        bytea NOT NULL,
    leaf_hash   bytea,             -- the leaf's hash in the tree, so that an altered leaf is named
    ciphertext  bytea,             -- null: the acting subject was erased
    subjects    bytea NOT NULL     -- 16 bytes each, in order: the acting subject first, unless erased
);

CREATE TABLE firstparty.consent_subjects (
    subject   uuid NOT NULL,
    sequence  bigint NOT NULL,
    PRIMARY KEY (subject, sequence)
);

CREATE TABLE firstparty.consent_secrets (
    subject  uuid PRIMARY KEY,
    secret   bytea NOT NULL
);

-- Segments: who is in which, when to look again, and every change for those who follow them.
CREATE TABLE firstparty.memberships (
    profile  uuid NOT NULL,
    segment  text COLLATE "C" NOT NULL,
    since    bigint NOT NULL,
    PRIMARY KEY (profile, segment)
);

CREATE INDEX memberships_by_segment ON firstparty.memberships (segment, profile);

CREATE TABLE firstparty.flips (
    profile  uuid PRIMARY KEY,
    at       bigint NOT NULL
);

CREATE INDEX flips_by_time ON firstparty.flips (at, profile);

-- What changed about people whose histories are too long to be read along with it, until the look that follows. A cause of 3 is identity.
CREATE TABLE firstparty.awaited_looks (
    profile      uuid PRIMARY KEY,
    at           bigint NOT NULL,
    cause        smallint NOT NULL,
    fact_key     uuid,
    fact_source  text COLLATE "C"
);

-- Numbers are drawn under a lock that is held until the commit, so that they become visible in their order.
CREATE SEQUENCE firstparty.segment_change_numbers;

CREATE TABLE firstparty.segment_changes (
    profile      uuid NOT NULL,
    sequence     bigint NOT NULL,
    segment      text COLLATE "C" NOT NULL,
    transition   smallint NOT NULL,
    at           bigint NOT NULL,
    cause        smallint NOT NULL,
    fact_key     uuid,
    fact_source  text COLLATE "C",
    PRIMARY KEY (profile, sequence)
);

CREATE INDEX segment_changes_by_sequence ON firstparty.segment_changes (sequence);

-- How far each consumer has dealt with the changes.
CREATE TABLE firstparty.segment_cursors (
    name      text COLLATE "C" PRIMARY KEY,
    sequence  bigint NOT NULL
);

-- Which definition the memberships of a segment follow, and while they are brought up to it, how far that has come.
CREATE TABLE firstparty.segment_revisions (
    segment      text COLLATE "C" PRIMARY KEY,
    fingerprint  text NOT NULL,
    is_current   boolean NOT NULL,
    through      uuid
);
