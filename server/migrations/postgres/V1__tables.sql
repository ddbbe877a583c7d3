-- Everything the portal knows. Times are milliseconds since 1970 UTC, ids 16 bytes, token hashes and
-- MACs 32. What hangs on a person goes with the person; the audit record stays.

-- Ordered by bytes, as in SQLite, whatever the locale of the database.
CREATE TABLE accounts (
    id BYTEA NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    version BIGINT NOT NULL,
    login TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    mail TEXT NOT NULL,
    office_phone TEXT NOT NULL,
    office_extension TEXT NOT NULL,
    language TEXT,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    password TEXT NOT NULL,
    password_changed BIGINT NOT NULL,
    preferred TEXT
);

CREATE TABLE apps (
    user_id BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    id BYTEA NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL,
    secret BYTEA NOT NULL,
    last_step BIGINT NOT NULL,
    created BIGINT NOT NULL,
    last_used BIGINT,
    locked BOOLEAN NOT NULL,
    PRIMARY KEY (user_id, id)
);

CREATE TABLE phones (
    user_id BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    number BYTEA NOT NULL,
    verified BOOLEAN NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (user_id, kind)
);

-- A mail check reads all rows of one person and compares the MACs. The slot makes forty the limit
-- without counting.
CREATE TABLE app_passwords (
    user_id BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    slot SMALLINT NOT NULL CHECK (slot BETWEEN 1 AND 40),
    id BYTEA NOT NULL CHECK (length(id) = 16),
    kid INTEGER NOT NULL,
    mac BYTEA NOT NULL CHECK (length(mac) = 32),
    name TEXT NOT NULL,
    created BIGINT NOT NULL,
    last_used BIGINT,
    last_address TEXT,
    last_service TEXT,
    UNIQUE (user_id, slot)
);

CREATE TABLE sessions (
    hash BYTEA NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    user_id BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    proof BIGINT NOT NULL,
    flash TEXT
);
CREATE INDEX sessions_user ON sessions (user_id, created);

CREATE TABLE pendings (
    hash BYTEA NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    user_id BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created BIGINT NOT NULL,
    stage TEXT NOT NULL,
    next TEXT NOT NULL
);
CREATE INDEX pendings_user ON pendings (user_id);

-- The owner is a session or a sign-in on the way, so no foreign key can watch it.
CREATE TABLE reveals (
    owner BYTEA NOT NULL CHECK (length(owner) = 32),
    kind TEXT NOT NULL,
    object BYTEA NOT NULL CHECK (length(object) = 16),
    sealed BYTEA NOT NULL,
    created BIGINT NOT NULL,
    confirmed BOOLEAN NOT NULL,
    PRIMARY KEY (owner, kind)
);

-- most: failures in a row that end in a lock, where the rule has such an end. touched: last change.
CREATE TABLE counters (
    key BYTEA NOT NULL PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 64),
    window_start BIGINT NOT NULL,
    in_window BIGINT NOT NULL,
    consecutive BIGINT NOT NULL,
    until BIGINT NOT NULL,
    most BIGINT,
    touched BIGINT NOT NULL
);

CREATE TABLE policy (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
INSERT INTO policy (one, version, body) VALUES (1, 1, '{}');

CREATE TABLE canary (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    sealed BYTEA NOT NULL
);

CREATE TABLE outbox (
    place BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE CHECK (length(id) = 16),
    user_id BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    body TEXT NOT NULL
);
CREATE INDEX outbox_user ON outbox (user_id);

CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY CHECK (seq >= 1),
    at BIGINT NOT NULL,
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
    mac BYTEA NOT NULL CHECK (length(mac) = 32)
);

CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit record is append-only';
END
$$;

CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_append_only();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
