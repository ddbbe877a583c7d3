-- More that the helpdesk can do. temporary_until: the password is one of the helpdesk's and must be changed.
-- bypass_until: one sign-in without the second step. retired_preferred: the option that was preferred when
-- contact methods were asked for again.
ALTER TABLE accounts ADD COLUMN temporary_until INTEGER;
ALTER TABLE accounts ADD COLUMN bypass_until INTEGER;
ALTER TABLE accounts ADD COLUMN retired_preferred TEXT;

-- Numbers that the helpdesk has set and that do not count yet. stop: digest of the token in the message.
CREATE TABLE held_phones (
    user_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    number BLOB NOT NULL,
    extension TEXT NOT NULL,
    until INTEGER NOT NULL,
    stop BLOB NOT NULL UNIQUE CHECK (length(stop) = 32),
    PRIMARY KEY (user_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_phones_until ON held_phones (until);
