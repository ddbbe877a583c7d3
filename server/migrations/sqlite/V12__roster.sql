-- The list of people finds by an index who are few among many: the staff, and accounts that are switched off.
CREATE INDEX accounts_staff ON accounts (login) WHERE role <> 'user';
CREATE INDEX accounts_off ON accounts (login) WHERE NOT active;
