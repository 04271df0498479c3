-- Instants are counts of 100 ns since 1970, UTC. Keys are 16 bytes, big-endian. JSON is UTF-8 in a BLOB, as it was received.

-- Sources and namespaces: few, named by the host, never removed.
CREATE TABLE names (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    text  TEXT NOT NULL UNIQUE
) STRICT;

-- Names of events, each with the number of events that bear it: the last one takes the name with it.
CREATE TABLE event_names (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    text  TEXT NOT NULL UNIQUE,
    uses  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE counters (
    name   TEXT PRIMARY KEY,
    value  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Through which row the keys of events are in event_keys; those of later rows the writer holds in memory.
INSERT INTO counters (name, value) VALUES ('keys', 0);

-- The identifiers that events are anchored to.
CREATE TABLE anchors (
    id         INTEGER PRIMARY KEY,
    namespace  INTEGER NOT NULL,
    value      TEXT NOT NULL,
    UNIQUE (namespace, value)
) STRICT;

-- The newest event of each anchor, and how many it has: apart and narrow, since they move with every event.
CREATE TABLE anchor_heads (
    anchor  INTEGER PRIMARY KEY,
    head    INTEGER NOT NULL,
    events  INTEGER NOT NULL
) STRICT;

-- The newest events of anchors that moved lately: it goes before the head. So few rows that they lie on few pages, however many anchors there are;
-- they are brought into anchor_heads in order of the anchors, a few with every batch.
CREATE TABLE anchor_news (
    anchor  INTEGER PRIMARY KEY,
    head    INTEGER NOT NULL,
    events  INTEGER NOT NULL
) STRICT;

-- The log. Rows are only ever added at the end; an anchor's events hang together by prev, so that no random index grows with the log.
CREATE TABLE events (
    id                  INTEGER PRIMARY KEY,
    source              INTEGER NOT NULL,
    message_key         BLOB NOT NULL,
    fingerprint         INTEGER NOT NULL,
    kind                INTEGER NOT NULL,
    name                INTEGER NOT NULL,
    anchor              INTEGER NOT NULL,
    prev                INTEGER,          -- the anchor's next older event
    occurred_at         INTEGER NOT NULL,
    received_at         INTEGER NOT NULL,
    strength            INTEGER NOT NULL,
    party               INTEGER NOT NULL,
    explicitness        INTEGER NOT NULL,
    sensitivity         INTEGER NOT NULL,
    special_categories  INTEGER NOT NULL,
    consent_sequence    INTEGER,
    identifiers         BLOB,             -- null: the anchor alone
    properties          BLOB,             -- null: none
    context             BLOB,             -- null: none
    stamps              BLOB,             -- null: none
    group_id            TEXT
) STRICT;

-- Which facts the log holds, by 64 bits of each: a fact counts once, for ever. A fact whose 64 bits another has taken stands in full.
CREATE TABLE event_keys (
    hash   INTEGER PRIMARY KEY,
    event  INTEGER NOT NULL
) STRICT;

CREATE TABLE event_key_collisions (
    source       INTEGER NOT NULL,
    message_key  BLOB NOT NULL,
    event        INTEGER NOT NULL,
    PRIMARY KEY (source, message_key)
) STRICT, WITHOUT ROWID;

-- By what erased facts are recognised when they come again.
CREATE TABLE erased_facts (
    mark  BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Facts that were acknowledged and wait to be resolved, where resolution follows in the background.
CREATE TABLE unresolved_facts (
    source       INTEGER NOT NULL,
    message_key  BLOB NOT NULL,
    received_at  INTEGER NOT NULL,
    anchor       BLOB NOT NULL,
    PRIMARY KEY (source, message_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX unresolved_facts_by_age ON unresolved_facts (received_at, message_key);
CREATE INDEX unresolved_facts_by_anchor ON unresolved_facts (anchor);

CREATE TABLE quarantine (
    id           INTEGER PRIMARY KEY,
    source       INTEGER NOT NULL,
    message_key  BLOB NOT NULL,
    received_at  INTEGER NOT NULL,
    reason       INTEGER NOT NULL,
    event        BLOB NOT NULL,
    people       BLOB NOT NULL,   -- the natural ids of whom it names, 16 bytes each
    UNIQUE (source, message_key)
) STRICT;

-- By whom a waiting event is found when they are erased.
CREATE TABLE quarantine_people (
    person  BLOB NOT NULL,
    event   INTEGER NOT NULL,
    PRIMARY KEY (person, event)
) STRICT, WITHOUT ROWID;

CREATE INDEX quarantine_by_age ON quarantine (received_at, message_key);

-- Every profile's surviving traits: a cache.
CREATE TABLE profiles (
    row         INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    first_seen  INTEGER NOT NULL,
    traits      BLOB NOT NULL
) STRICT;

-- Who is who: nodes and links are caches, keyed by natural id. A component bears the id of one of its members, so that members of
-- their own component need no entry in the index.
CREATE TABLE identity_nodes (
    row         INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    namespace   INTEGER NOT NULL,
    value       TEXT NOT NULL,
    first_seen  INTEGER,
    component   BLOB NOT NULL,
    profile     BLOB NOT NULL,
    fan_out     INTEGER NOT NULL,
    flags       INTEGER NOT NULL,
    owner       BLOB,
    shed_from   INTEGER,
    signed_in_at INTEGER,
    last_seen   INTEGER
) STRICT;

CREATE INDEX identity_nodes_by_component ON identity_nodes (component) WHERE component <> id;

CREATE TABLE identity_links (
    a            BLOB NOT NULL,
    b            BLOB NOT NULL,
    strength     INTEGER,
    at           INTEGER NOT NULL,
    fact_source  INTEGER,
    fact_key     BLOB,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_links_by_b ON identity_links (b);

-- Acts are truth. They are found by the natural ids they name, and a retraction also by the facts it takes back.
CREATE TABLE identity_acts (
    id             INTEGER PRIMARY KEY,
    source         INTEGER NOT NULL,
    message_key    BLOB NOT NULL,
    is_suggestion  INTEGER NOT NULL,
    act            BLOB NOT NULL,
    UNIQUE (source, message_key)
) STRICT;

CREATE INDEX identity_acts_suggestions ON identity_acts (id) WHERE is_suggestion = 1;

CREATE TABLE identity_act_names (
    natural_id  BLOB NOT NULL,
    act         INTEGER NOT NULL,
    PRIMARY KEY (natural_id, act)
) STRICT, WITHOUT ROWID;

CREATE TABLE identity_act_facts (
    source       INTEGER NOT NULL,
    message_key  BLOB NOT NULL,
    act          INTEGER NOT NULL,
    PRIMARY KEY (source, message_key, act)
) STRICT, WITHOUT ROWID;

CREATE TABLE identity_history (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    kind          INTEGER NOT NULL,
    at            INTEGER NOT NULL,
    subject       BLOB NOT NULL,
    other         BLOB NOT NULL,
    identifier    BLOB,
    cause_source  INTEGER,
    cause_key     BLOB
) STRICT;

CREATE INDEX identity_history_by_subject ON identity_history (subject);
CREATE INDEX identity_history_by_other ON identity_history (other) WHERE other <> subject;
CREATE INDEX identity_history_by_identifier ON identity_history (identifier) WHERE identifier IS NOT NULL;

-- The consent log: leaves stay for ever, ciphertexts, lookups and secrets go with their subject.
CREATE TABLE consent_head (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    size           INTEGER NOT NULL,
    compact_range  BLOB NOT NULL,
    checkpoint     TEXT
) STRICT;

CREATE TABLE consent_entries (
    sequence    INTEGER PRIMARY KEY,
    leaf        BLOB NOT NULL,
    leaf_hash   BLOB,              -- the leaf's hash in the tree, so that an altered leaf is named
    ciphertext  BLOB,              -- null: the acting subject was erased
    subjects    BLOB NOT NULL      -- 16 bytes each, in order: the acting subject first, unless erased
) STRICT;

CREATE TABLE consent_subjects (
    subject   BLOB NOT NULL,
    sequence  INTEGER NOT NULL,
    PRIMARY KEY (subject, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE consent_secrets (
    subject  BLOB PRIMARY KEY,
    secret   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Segments: who is in which, when to look again, and every change for those who follow them.
CREATE TABLE memberships (
    profile  BLOB NOT NULL,
    segment  INTEGER NOT NULL,
    since    INTEGER NOT NULL,
    PRIMARY KEY (profile, segment)
) STRICT, WITHOUT ROWID;

CREATE INDEX memberships_by_segment ON memberships (segment, profile);

CREATE TABLE flips (
    profile  BLOB PRIMARY KEY,
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX flips_by_time ON flips (at, profile);

-- What changed about people whose histories are too long to be read along with it, until the look that follows. A cause of 3 is identity.
CREATE TABLE awaited_looks (
    profile      BLOB PRIMARY KEY,
    at           INTEGER NOT NULL,
    cause        INTEGER NOT NULL,
    fact_source  INTEGER,
    fact_key     BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE segment_changes (
    sequence     INTEGER PRIMARY KEY AUTOINCREMENT,
    profile      BLOB NOT NULL,
    segment      INTEGER NOT NULL,
    transition   INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    cause        INTEGER NOT NULL,
    fact_source  INTEGER,
    fact_key     BLOB
) STRICT;

CREATE INDEX segment_changes_by_profile ON segment_changes (profile);

-- How far each consumer has dealt with the changes.
CREATE TABLE segment_cursors (
    name      TEXT PRIMARY KEY,
    sequence  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which definition the memberships of a segment follow, and while they are brought up to it, how far that has come.
CREATE TABLE segment_revisions (
    segment      INTEGER PRIMARY KEY,
    fingerprint  TEXT NOT NULL,
    is_current   INTEGER NOT NULL,
    through      BLOB
) STRICT;
