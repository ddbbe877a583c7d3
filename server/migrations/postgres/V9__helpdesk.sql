-- The helpdesk. Methods that were asked for again stay until something new is there. The proof of a session
-- says how strong it was. People are found by the terms that domain::search makes of them; indexed says for
-- whom that was done.
ALTER TABLE apps ADD COLUMN retired BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE phones ADD COLUMN retired BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE sessions ADD COLUMN strong BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE accounts ADD COLUMN blocked_until BIGINT;
ALTER TABLE accounts ADD COLUMN blocked_reason TEXT;
ALTER TABLE accounts ADD COLUMN pass_mac BYTEA CHECK (length(pass_mac) = 32);
ALTER TABLE accounts ADD COLUMN pass_until BIGINT;
ALTER TABLE accounts ADD COLUMN indexed BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX accounts_unindexed ON accounts (id) WHERE NOT indexed;

-- Compared byte by byte, so that a prefix is a range, whatever the language of the database.
CREATE TABLE search_terms (
    term TEXT COLLATE "C" NOT NULL,
    user_id BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (term, user_id)
);
CREATE INDEX search_terms_user ON search_terms (user_id);

CREATE INDEX audit_subject ON audit (subject, seq) WHERE subject <> '';
