-- When somebody first put off the set-up that is required of them; NULL when they have not. Another
-- state sets it to NULL again.
ALTER TABLE accounts ADD COLUMN grace_from INTEGER;
