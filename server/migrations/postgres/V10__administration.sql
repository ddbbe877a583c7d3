-- The administration looks at the audit record by what happened and by whom. Neither index costs anything
-- where the most rows are written: what the mail interface does is in none of them, and what people do to
-- their own account is found by its subject.
CREATE INDEX audit_event ON audit (event, seq) WHERE event <> 'mail_check_success' AND event <> 'mail_check_fail';
CREATE INDEX audit_actor ON audit (actor, seq) WHERE actor <> '' AND actor <> subject;
