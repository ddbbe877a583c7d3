-- due: when a message is tried next, or until when a process has it to itself. tries: how often it was taken.
ALTER TABLE outbox ADD COLUMN due BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_due ON outbox (due, place);
