-- What calls in a language begin with, where that is a file; the bytes come last, so that they are read only when asked for.
CREATE TABLE voice_greetings (
    language TEXT NOT NULL PRIMARY KEY,
    sound TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    millis INTEGER NOT NULL,
    at INTEGER NOT NULL,
    uploaded_by BLOB NOT NULL CHECK (length(uploaded_by) = 16),
    bytes BLOB NOT NULL CHECK (length(bytes) = size)
) STRICT;
