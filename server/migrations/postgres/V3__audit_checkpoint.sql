-- Where the audit record begins: number and MAC of the last row that was removed because it was old, with
-- the portal's seal. It only moves forward, onto a row that exists, and never onto the newest, so that
-- the next number is always known.
CREATE TABLE audit_checkpoint (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    seq BIGINT NOT NULL CHECK (seq >= 0),
    mac BYTEA NOT NULL CHECK (length(mac) = 32),
    seal BYTEA NOT NULL CHECK (length(seal) = 32)
);
INSERT INTO audit_checkpoint (one, seq, mac, seal)
VALUES (1, 0, decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'));

CREATE FUNCTION audit_checkpoint_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.seq > OLD.seq
            AND NEW.seq < (SELECT max(seq) FROM audit)
            AND EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq AND mac = NEW.mac)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the checkpoint of the audit record only moves forward';
END
$$;

CREATE TRIGGER audit_checkpoint_forward BEFORE INSERT OR UPDATE OR DELETE ON audit_checkpoint
FOR EACH ROW EXECUTE FUNCTION audit_checkpoint_forward();

CREATE TRIGGER audit_checkpoint_no_truncate BEFORE TRUNCATE ON audit_checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION audit_checkpoint_forward();

-- Without a checkpoint nothing may go.
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.seq <= (SELECT seq FROM audit_checkpoint) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit record is append-only';
END
$$;
