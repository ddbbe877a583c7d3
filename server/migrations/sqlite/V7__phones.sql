-- Open questions to telephones. Each is also the message that still has to leave; secret is wiped once a
-- text was handed over. The owner is a session or a sign-in on the way, so no foreign key can watch it.
CREATE TABLE challenges (
    owner BLOB NOT NULL PRIMARY KEY CHECK (length(owner) = 32),
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    user_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    dial TEXT NOT NULL,
    number BLOB NOT NULL,
    region TEXT NOT NULL,
    tag BLOB NOT NULL CHECK (length(tag) = 32),
    language TEXT NOT NULL,
    secret BLOB NOT NULL,
    mac BLOB NOT NULL CHECK (length(mac) = 32),
    created INTEGER NOT NULL,
    due INTEGER NOT NULL,
    handings INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    again INTEGER NOT NULL,
    progress TEXT NOT NULL
) STRICT;
CREATE INDEX challenges_user ON challenges (user_id);
CREATE INDEX challenges_tag ON challenges (tag, created);
CREATE INDEX challenges_due ON challenges (due) WHERE progress IN ('queued', 'sending');

-- What was sent where and whether it was answered, for a day: by it a country's breaker opens.
CREATE TABLE sendings (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    region TEXT NOT NULL,
    at INTEGER NOT NULL,
    answered INTEGER NOT NULL
) STRICT;
CREATE INDEX sendings_region ON sendings (region, at);
