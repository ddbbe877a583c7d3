-- A mail check is answered by an index alone. The app passwords of a person are made years apart, so their rows
-- lie on as many pages; the index has them side by side. It may be believed only for pages that nobody changes,
-- so what every use changes has a table of its own.
CREATE TABLE app_password_uses (
    user_id BYTEA NOT NULL,
    slot SMALLINT NOT NULL,
    last_used BIGINT,
    last_address TEXT,
    last_service TEXT,
    PRIMARY KEY (user_id, slot)
) WITH (fillfactor = 80);
INSERT INTO app_password_uses
    SELECT user_id, slot, last_used, last_address, last_service FROM app_passwords;

ALTER TABLE app_passwords
    DROP COLUMN last_used,
    DROP COLUMN last_address,
    DROP COLUMN last_service,
    DROP CONSTRAINT app_passwords_user_id_slot_key,
    ADD CONSTRAINT app_passwords_mail_check UNIQUE (user_id, slot) INCLUDE (id, kid, mac);
ALTER TABLE app_passwords RESET (fillfactor);

ALTER TABLE app_password_uses ADD CONSTRAINT app_password_uses_slot
    FOREIGN KEY (user_id, slot) REFERENCES app_passwords (user_id, slot) ON DELETE CASCADE;
