-- What calls in a language begin with, where that is a file.
CREATE TABLE voice_greetings (
    language TEXT NOT NULL PRIMARY KEY,
    sound TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 BYTEA NOT NULL CHECK (length(sha256) = 32),
    millis BIGINT NOT NULL,
    at BIGINT NOT NULL,
    uploaded_by BYTEA NOT NULL CHECK (length(uploaded_by) = 16),
    bytes BYTEA NOT NULL CHECK (length(bytes) = size)
);
