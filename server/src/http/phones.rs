//! What the pages about telephones share: the open question as a page shows it, and where it stands for the
//! page that follows it live.

use app::view::{PhoneAsked, Problem};
use axum::response::{IntoResponse as _, Response};
use domain::account::Account;
use domain::challenge::{Dial, Line, Purpose};
use domain::contact::PhoneNumber;
use domain::policy::Policy;
use domain::service::Asked;
use domain::session::TokenHash;
use domain::{Language, Refusal};
use http::header::CONTENT_TYPE;

use super::Portal;
use super::fault::Stop;
use super::visit::Visit;

/// The open question of this owner. A page that only the password has opened shows a masked number.
pub async fn asked(
    portal: &Portal,
    owner: &TokenHash,
    purpose: Purpose,
    policy: &Policy,
) -> Result<Option<PhoneAsked>, Stop> {
    let asked = portal.services.asked(owner, purpose).await?;
    Ok(asked.map(|asked| shown(asked, purpose, policy)))
}

fn shown(asked: Asked, purpose: Purpose, policy: &Policy) -> PhoneAsked {
    let number = match purpose {
        Purpose::SignIn => asked.number.masked(),
        _ => with_extension(asked.number.shown(), &asked.extension),
    };
    PhoneAsked {
        dial: asked.dial,
        number,
        progress: asked.progress,
        screen: asked.screen,
        alive: asked.alive,
        again_in: asked.again_in,
        reply: policy.sms_reply && asked.dial.line() == Line::Text,
    }
}

/// What a form shows of an office phone that people give themselves: country, number and extension.
pub fn office_parts(account: &Account) -> (Option<String>, String, String) {
    if account.office_phone.is_empty() {
        return (None, String::new(), String::new());
    }
    let number = PhoneNumber::from_stored(account.office_phone.clone());
    (
        number.region(),
        number.shown(),
        account.office_extension.clone(),
    )
}

/// A number with its extension, as people write them.
pub fn with_extension(number: String, extension: &str) -> String {
    match extension {
        "" => number,
        extension => format!("{number} x{extension}"),
    }
}

/// How far the question of this owner has come, as one word.
pub async fn progress(
    portal: &Portal,
    owner: &TokenHash,
    purpose: Purpose,
) -> Result<Response, Stop> {
    let asked = portal.services.asked(owner, purpose).await?;
    let word = asked.map_or("none", |asked| {
        if asked.alive || !asked.progress.open() {
            asked.progress.key()
        } else {
            "over"
        }
    });
    let kind = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((kind, word).into_response())
}

/// Which telephone a form asks for.
///
/// # Errors
/// [`Refusal::NotAChoice`].
pub fn dial(key: &str) -> Result<Dial, Refusal> {
    Dial::from_key(key).ok_or(Refusal::NotAChoice)
}

/// Who asks: the language of the page and the address as throttles see it.
pub fn asking<'a>(visit: &'a Visit, account: &Account) -> (Language, &'a str) {
    let visitor = &visit.visitor;
    (visitor.language(Some(account)), &visitor.prefix)
}

/// The field that a refusal of a telephone belongs to.
pub fn field_of(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Country => "country",
        Refusal::PhoneNumber
        | Refusal::Required
        | Refusal::PhoneCountry
        | Refusal::PhoneKind
        | Refusal::PhoneNoTexts
        | Refusal::PhoneExtension => "number",
        Refusal::ExtensionForm => "extension",
        Refusal::NotAChoice | Refusal::MethodNotAllowed => "line",
        Refusal::WrongCode | Refusal::CodeForm | Refusal::SlowDown { .. } => "code",
        _ => "",
    }
}

/// What was wrong, beside its field.
pub fn problem(refusal: Refusal) -> Vec<Problem> {
    vec![Problem {
        field: field_of(refusal),
        refusal,
    }]
}

/// What was wrong with an answer.
pub fn answer_problem(refusal: Refusal) -> Vec<Problem> {
    let field = match refusal {
        Refusal::WrongCode | Refusal::CodeForm | Refusal::Required | Refusal::SlowDown { .. } => {
            "code"
        }
        _ => "",
    };
    vec![Problem { field, refusal }]
}
