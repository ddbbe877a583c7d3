-- The keys that this database has been used with, each with a known text that it sealed: so that a start
-- sees, without a look at anything else, whether a key is missing or another one. It takes the place of
-- the canary, which proved one key and whose number stands in its second to fifth byte.
CREATE TABLE keys (
    kid INTEGER NOT NULL PRIMARY KEY,
    canary BYTEA NOT NULL,
    settled BOOLEAN NOT NULL DEFAULT false
);

INSERT INTO keys (kid, canary)
    SELECT (get_byte(sealed, 1) << 24) | (get_byte(sealed, 2) << 16)
            | (get_byte(sealed, 3) << 8) | get_byte(sealed, 4),
        sealed
    FROM canary;

DROP TABLE canary;
