-- Browsers that skip the second step for a while. For how long is the policy's and stands in no row, so that
-- a change of it counts for all of them at once.
CREATE TABLE trusts (
    user_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    id BLOB NOT NULL CHECK (length(id) = 16),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    created INTEGER NOT NULL,
    program TEXT,
    system TEXT,
    PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX trusts_created ON trusts (created);
