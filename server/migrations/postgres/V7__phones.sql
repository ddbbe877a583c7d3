-- Open questions to telephones. Each is also the message that still has to leave; secret is wiped once a
-- text was handed over. The owner is a session or a sign-in on the way, so no foreign key can watch it.
CREATE TABLE challenges (
    owner BYTEA NOT NULL PRIMARY KEY CHECK (length(owner) = 32),
    id BYTEA NOT NULL UNIQUE CHECK (length(id) = 16),
    user_id BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    dial TEXT NOT NULL,
    number BYTEA NOT NULL,
    region TEXT NOT NULL,
    tag BYTEA NOT NULL CHECK (length(tag) = 32),
    language TEXT NOT NULL,
    secret BYTEA NOT NULL,
    mac BYTEA NOT NULL CHECK (length(mac) = 32),
    created BIGINT NOT NULL,
    due BIGINT NOT NULL,
    handings SMALLINT NOT NULL,
    tries SMALLINT NOT NULL,
    asked SMALLINT NOT NULL,
    again BIGINT NOT NULL,
    progress TEXT NOT NULL
);
CREATE INDEX challenges_user ON challenges (user_id);
CREATE INDEX challenges_tag ON challenges (tag, created);
CREATE INDEX challenges_due ON challenges (due) WHERE progress IN ('queued', 'sending');

-- What was sent where and whether it was answered, for a day: by it a country's breaker opens.
CREATE TABLE sendings (
    id BYTEA NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    region TEXT NOT NULL,
    at BIGINT NOT NULL,
    answered BOOLEAN NOT NULL
);
CREATE INDEX sendings_region ON sendings (region, at);
