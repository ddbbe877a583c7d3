-- The helpdesk. Methods that were asked for again stay until something new is there. The proof of a session
-- says how strong it was. People are found by the terms that domain::search makes of them; indexed says for
-- whom that was done.
ALTER TABLE apps ADD COLUMN retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1));
ALTER TABLE phones ADD COLUMN retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1));
ALTER TABLE sessions ADD COLUMN strong INTEGER NOT NULL DEFAULT 0 CHECK (strong IN (0, 1));
ALTER TABLE accounts ADD COLUMN blocked_until INTEGER;
ALTER TABLE accounts ADD COLUMN blocked_reason TEXT;
ALTER TABLE accounts ADD COLUMN pass_mac BLOB CHECK (length(pass_mac) = 32);
ALTER TABLE accounts ADD COLUMN pass_until INTEGER;
ALTER TABLE accounts ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0 CHECK (indexed IN (0, 1));
CREATE INDEX accounts_unindexed ON accounts (id) WHERE indexed = 0;

CREATE TABLE search_terms (
    term TEXT NOT NULL,
    user_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (term, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_terms_user ON search_terms (user_id);

CREATE INDEX audit_subject ON audit (subject, seq) WHERE subject <> '';
