-- Everything the portal knows. Times are milliseconds since 1970 UTC, ids 16 bytes, token hashes and
-- MACs 32. What hangs on a person goes with the person; the audit record stays.

CREATE TABLE accounts (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    version INTEGER NOT NULL,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    mail TEXT NOT NULL,
    office_phone TEXT NOT NULL,
    office_extension TEXT NOT NULL,
    language TEXT,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    password TEXT NOT NULL,
    password_changed INTEGER NOT NULL,
    preferred TEXT
) STRICT;

CREATE TABLE apps (
    user_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    id BLOB NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL,
    secret BLOB NOT NULL,
    last_step INTEGER NOT NULL,
    created INTEGER NOT NULL,
    last_used INTEGER,
    locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
    PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE phones (
    user_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    number BLOB NOT NULL,
    verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
    created INTEGER NOT NULL,
    PRIMARY KEY (user_id, kind)
) STRICT, WITHOUT ROWID;

-- One person's rows lie side by side: a mail check reads them all and compares the MACs. The slot makes
-- forty the limit without counting.
CREATE TABLE app_passwords (
    user_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    slot INTEGER NOT NULL CHECK (slot BETWEEN 1 AND 40),
    id BLOB NOT NULL CHECK (length(id) = 16),
    kid INTEGER NOT NULL,
    mac BLOB NOT NULL CHECK (length(mac) = 32),
    name TEXT NOT NULL,
    created INTEGER NOT NULL,
    last_used INTEGER,
    last_address TEXT,
    last_service TEXT,
    PRIMARY KEY (user_id, slot)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    user_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    proof INTEGER NOT NULL,
    flash TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_id, created);

CREATE TABLE pendings (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    user_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created INTEGER NOT NULL,
    stage TEXT NOT NULL,
    next TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pendings_user ON pendings (user_id);

-- The owner is a session or a sign-in on the way, so no foreign key can watch it.
CREATE TABLE reveals (
    owner BLOB NOT NULL CHECK (length(owner) = 32),
    kind TEXT NOT NULL,
    object BLOB NOT NULL CHECK (length(object) = 16),
    sealed BLOB NOT NULL,
    created INTEGER NOT NULL,
    confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
    PRIMARY KEY (owner, kind)
) STRICT, WITHOUT ROWID;

-- most: failures in a row that end in a lock, where the rule has such an end. touched: last change.
CREATE TABLE counters (
    key BLOB NOT NULL PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 64),
    window_start INTEGER NOT NULL,
    in_window INTEGER NOT NULL,
    consecutive INTEGER NOT NULL,
    until INTEGER NOT NULL,
    most INTEGER,
    touched INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE policy (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
INSERT INTO policy (one, version, body) VALUES (1, 1, '{}');

CREATE TABLE canary (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE outbox (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    user_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_user ON outbox (user_id);

CREATE TABLE audit (
    seq INTEGER NOT NULL PRIMARY KEY CHECK (seq >= 1),
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    subject TEXT NOT NULL,
    object TEXT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    request TEXT NOT NULL,
    details TEXT NOT NULL,
    mac BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit record is append-only');
END;

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit record is append-only');
END;

-- REPLACE deletes without asking the trigger above; so only the next number in the row gets in.
CREATE TRIGGER audit_next_only BEFORE INSERT ON audit
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit)
BEGIN
    SELECT RAISE(ABORT, 'the audit record has no gap');
END;
