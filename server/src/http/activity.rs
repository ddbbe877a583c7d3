//! "Recent activity": the record about oneself in words (F-139).

use std::collections::BTreeMap;

use app::pages;
use app::view::AttemptRow;
use axum::response::Response;
use domain::Time;
use domain::audit::Row;

use super::Portal;
use super::fault::Stop;
use super::visit::{Signed, page};

/// `GET /profile/activity`.
pub async fn activity(signed: Signed) -> Result<Response, Stop> {
    let portal = &signed.visit.portal;
    let (rows, names) = portal.services.activity(&signed.caller).await?;
    let shown = |row: &Row| {
        let row = in_words(portal, row, &names);
        // From where the staff work is not the person's business.
        let address = match row.by {
            Some(_) => String::new(),
            None => row.address,
        };
        AttemptRow { address, ..row }
    };
    let rows: Vec<AttemptRow> = rows.iter().map(shown).collect();
    Ok(page(pages::activity(&signed.frame().await?, &rows)))
}

/// A row of the record as a page shows it; `names` are those of others than its subject.
pub fn in_words(portal: &Portal, row: &Row, names: &BTreeMap<String, String>) -> AttemptRow {
    let facts: serde_json::Value = serde_json::from_str(&row.details).unwrap_or_default();
    let ticket = facts.get("ticket").and_then(serde_json::Value::as_str);
    AttemptRow {
        when: portal.when(Time(row.at)),
        event: row.event.clone(),
        reason: row.reason.clone(),
        done: row.outcome == "success",
        by: (row.actor != row.subject)
            .then(|| names.get(&row.actor).cloned())
            .flatten(),
        system: row.actor.is_empty() && row.address.is_empty(),
        address: row.address.clone(),
        ticket: ticket.unwrap_or_default().to_owned(),
    }
}
