//! Conditions in the words of the indexes on the audit record: a database uses a partial index only where it
//! reads them.

/// With an event that is not [`domain::audit::Event::is_mail`].
pub(super) const BY_EVENT: &str =
    " AND event <> 'mail_check_success' AND event <> 'mail_check_fail'";

/// About a person.
pub(super) const BY_SUBJECT: &str = " AND subject <> ''";

/// By a person, about somebody or something else; so no row is found twice.
pub(super) const BY_ACTOR: &str = " AND actor <> '' AND actor <> subject";
