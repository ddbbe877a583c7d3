-- Requests for a second yes: what staff want to do for other staff, what a second person said, and whether it was
-- carried out.
CREATE TABLE approvals (
    id BLOB PRIMARY KEY,
    subject BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    asked_by BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    asked_at INTEGER NOT NULL,
    request TEXT NOT NULL,
    judged_by BLOB,
    judged_at INTEGER,
    yes INTEGER CHECK (yes IN (0, 1)),
    used INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX approvals_asked_at ON approvals (asked_at);
CREATE INDEX approvals_subject ON approvals (subject);
CREATE INDEX approvals_asked_by ON approvals (asked_by);
