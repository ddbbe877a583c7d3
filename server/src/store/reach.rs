//! Whom a change of the rules reaches, as a statement that both databases read alike: it holds numbers of our
//! own and stable names, nothing that anybody typed. It stops counting where the rules stop to tell how many.

use domain::account::PhoneKind;
use domain::policy::effect::{MOST_COUNTED, Reach, Ways};

/// The statement that counts.
pub(super) fn statement(reach: &Reach) -> String {
    let found = match reach {
        Reach::Preferring(options) => {
            let keys: Vec<String> = options.iter().map(|one| quoted(one.key())).collect();
            // An index of its own (V11) has those who prefer something.
            format!(
                "SELECT 1 FROM accounts WHERE preferred IN ({})",
                keys.join(", ")
            )
        }
        Reach::Losing(before, after) => losing(*before, *after),
        Reach::AppsBeyond(most) => format!(
            "SELECT 1 FROM apps WHERE NOT retired GROUP BY user_id HAVING count(*) > {most}"
        ),
        Reach::AppPasswordsBeyond(most) => {
            format!("SELECT 1 FROM app_passwords GROUP BY user_id HAVING count(*) > {most}")
        }
        // "Retired" or "can be the second step" as `decide::grace_until` judges them.
        Reach::NotSetUp => "SELECT 1 FROM accounts a
            WHERE a.active AND a.role = 'user' AND a.state = 'enabled'
            AND NOT EXISTS (SELECT 1 FROM apps m WHERE m.user_id = a.id)
            AND NOT EXISTS (SELECT 1 FROM phones m WHERE m.user_id = a.id
                AND (m.retired OR (m.verified AND m.kind <> 'backup')))"
            .to_owned(),
        Reach::TrustedBetween(after, until) => format!(
            "SELECT 1 FROM trusts WHERE created > {} AND created <= {}",
            after.0, until.0
        ),
    };
    format!(
        "SELECT count(*) FROM ({found} LIMIT {}) reached",
        i64::from(MOST_COUNTED) + 1
    )
}

fn quoted(key: &str) -> String {
    format!("'{key}'")
}

/// People who have one of the first ways and none of the second, as [`domain::decide::option_refusal`] judges
/// each: an app that is not switched off, a telephone that answered, an office phone that has a number. Whoever
/// had a way and has none had one that ends, so it begins at those.
fn losing(before: Ways, after: Ways) -> String {
    let ends = Ways {
        app: before.app && !after.app,
        phone: before.phone && !after.phone,
        office: before.office && !after.office,
    };
    let ended = rows(ends).map(|from| format!("SELECT m.user_id FROM {from}"));
    let ended = ended.collect::<Vec<_>>().join(" UNION ");
    if ended.is_empty() {
        return "SELECT 1 FROM accounts WHERE false".to_owned();
    }
    let left = rows(after)
        .map(|from| format!(" AND NOT EXISTS (SELECT 1 FROM {from} AND m.user_id = a.id)"));
    let left: String = left.collect();
    format!("SELECT 1 FROM accounts a WHERE a.active AND a.id IN ({ended}){left}")
}

/// The rows of methods that are such ways.
fn rows(ways: Ways) -> impl Iterator<Item = String> {
    let answered = |kind: PhoneKind| {
        let key = quoted(kind.key());
        format!("m.kind = {key} AND m.verified AND NOT m.retired")
    };
    let (phone, office) = (
        answered(PhoneKind::Authentication),
        answered(PhoneKind::Office),
    );
    let all = [
        (
            ways.app,
            "apps m WHERE NOT m.locked AND NOT m.retired".to_owned(),
        ),
        (ways.phone, format!("phones m WHERE {phone}")),
        (
            ways.office,
            format!(
                "phones m JOIN accounts o ON o.id = m.user_id WHERE {office} AND o.office_phone <> ''"
            ),
        ),
    ];
    all.into_iter()
        .filter_map(|(there, rows)| there.then_some(rows))
}
