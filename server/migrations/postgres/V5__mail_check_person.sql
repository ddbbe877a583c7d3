-- Everything that a mail check asks of a person, beside their login: the row itself, with its long password
-- hash, need not be looked up.
CREATE UNIQUE INDEX accounts_mail_check ON accounts (login) INCLUDE (id, state, active);
