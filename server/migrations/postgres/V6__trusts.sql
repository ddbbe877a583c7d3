-- Browsers that skip the second step for a while. For how long is the policy's and stands in no row, so that
-- a change of it counts for all of them at once.
CREATE TABLE trusts (
    user_id BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    id BYTEA NOT NULL CHECK (length(id) = 16),
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    created BIGINT NOT NULL,
    program TEXT,
    system TEXT,
    PRIMARY KEY (user_id, id)
);
CREATE INDEX trusts_created ON trusts (created);
