-- Requests for a second yes: what staff want to do for other staff, what a second person said, and whether it was
-- carried out.
CREATE TABLE approvals (
    id BYTEA PRIMARY KEY,
    subject BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    asked_by BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    asked_at BIGINT NOT NULL,
    request TEXT NOT NULL,
    judged_by BYTEA,
    judged_at BIGINT,
    yes BOOLEAN,
    used BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX approvals_asked_at ON approvals (asked_at);
CREATE INDEX approvals_subject ON approvals (subject);
CREATE INDEX approvals_asked_by ON approvals (asked_by);
