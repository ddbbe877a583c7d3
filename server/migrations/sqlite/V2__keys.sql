-- The keys that this database has been used with, each with a known text that it sealed: so that a start
-- sees, without a look at anything else, whether a key is missing or another one. It takes the place of
-- the canary, which proved one key and whose number stands in its second to fifth byte.
CREATE TABLE keys (
    kid INTEGER NOT NULL PRIMARY KEY,
    canary BLOB NOT NULL,
    settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1))
) STRICT;

WITH RECURSIVE digits (place, kid) AS (
    VALUES (3, 0)
    UNION ALL
    SELECT place + 1, kid * 16 + instr('0123456789ABCDEF', substr(hex(sealed), place, 1)) - 1
    FROM digits, canary WHERE place < 11
)
INSERT INTO keys (kid, canary) SELECT digits.kid, sealed FROM digits, canary WHERE place = 11;

DROP TABLE canary;
