-- mailbox: a mail address that belongs to nobody's account and is told in the place of the person.
ALTER TABLE outbox ADD COLUMN mailbox TEXT;
