-- In which turn an event was appended. Whoever appends events of somebody they hold draws a number once they hold them: of two sessions that held the same
-- component, the later has the larger, so a node reads of those it has met only what came after. Where nobody was held the turn is not known, and is the
-- largest number there is; so it is of what a node of an earlier version appends. A session that wrote alone, and all before this script, have turn 0.
CREATE SEQUENCE firstparty.turns;

-- Another life after each recovery from a crash, or from a copy: it empties what is unlogged. Where commits do not wait for the disk the last of them are
-- forgotten then, and numbers are drawn twice, while nodes go on: what they remember of another life does not count. One row.
CREATE UNLOGGED TABLE firstparty.server_life (
    id    smallint PRIMARY KEY,
    life  uuid NOT NULL
);

ALTER TABLE firstparty.event_keys ADD COLUMN turn bigint NOT NULL DEFAULT 0;
ALTER TABLE firstparty.event_keys ALTER COLUMN turn SET DEFAULT 9223372036854775807;
ALTER TABLE firstparty.events ADD COLUMN turn bigint NOT NULL DEFAULT 0;
ALTER TABLE firstparty.events ALTER COLUMN turn SET DEFAULT 9223372036854775807;
ALTER TABLE firstparty.events DROP CONSTRAINT events_pkey;
ALTER TABLE firstparty.events ADD CONSTRAINT events_pkey PRIMARY KEY (anchor, turn, message_key, source);
