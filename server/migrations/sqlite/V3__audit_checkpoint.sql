-- Where the audit record begins: number and MAC of the last row that was removed because it was old, with
-- the portal's seal. It only moves forward, onto a row that exists, and never onto the newest, so that
-- the next number is always known.
CREATE TABLE audit_checkpoint (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL CHECK (seq >= 0),
    mac BLOB NOT NULL CHECK (length(mac) = 32),
    seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;
INSERT INTO audit_checkpoint (one, seq, mac, seal) VALUES (1, 0, zeroblob(32), zeroblob(32));

CREATE TRIGGER audit_checkpoint_forward BEFORE UPDATE ON audit_checkpoint
WHEN NEW.seq <= OLD.seq
    OR NEW.seq >= (SELECT max(seq) FROM audit)
    OR NOT EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq AND mac = NEW.mac)
BEGIN
    SELECT RAISE(ABORT, 'the checkpoint of the audit record only moves forward');
END;

CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint
BEGIN
    SELECT RAISE(ABORT, 'the checkpoint of the audit record only moves forward');
END;

-- There is one already; this also keeps REPLACE away from it.
CREATE TRIGGER audit_checkpoint_no_insert BEFORE INSERT ON audit_checkpoint
BEGIN
    SELECT RAISE(ABORT, 'the checkpoint of the audit record only moves forward');
END;

-- Without a checkpoint nothing may go.
DROP TRIGGER audit_no_delete;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
WHEN OLD.seq > coalesce((SELECT seq FROM audit_checkpoint), 0)
BEGIN
    SELECT RAISE(ABORT, 'the audit record is append-only');
END;
