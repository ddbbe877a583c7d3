//! Password and second step again, before something important changes.

use domain::dial::Dial;
use domain::method::Preferred;
use leptos::prelude::*;

use super::asked::{self, Asking};
use super::profile::login_hint;
use crate::components::{Field, code_field, document, document_in, password_field};
use crate::text::Texts;
use crate::view::{Frame, PhoneAsked, Problem, StepUp, StepUpSecond, as_value};

/// Where a telephone is asked.
const ASK: &str = "/step-up/ask";

/// `GET /step-up`.
pub fn step_up(frame: &Frame, view: &StepUp) -> String {
    match &view.second {
        StepUpSecond::None => typed(frame, view, None),
        StepUpSecond::App { phones } => typed(frame, view, Some(phones)),
        StepUpSecond::Phone {
            dial,
            number,
            asked,
            others,
            app,
        } => phone(frame, view, (*dial, number, asked.as_ref()), (others, *app)),
    }
}

/// The password box.
fn password(texts: &'static Texts, problems: &[Problem]) -> impl IntoView + use<> {
    let field = Field {
        name: "password",
        label: texts.common.password,
        hint: "",
        value: "",
        autocomplete: "current-password",
        problems,
    };
    password_field(texts, field)
}

/// The password, and a code where `phones` says that there is a second step.
fn typed(frame: &Frame, view: &StepUp, phones: Option<&Vec<Dial>>) -> String {
    let title = Texts::of(frame.language).step_up.title;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.step_up;
        let code = phones.map(|_| {
            view! {
                <input type="hidden" name="way" value="app"/>
                {code_field(texts, &view.problems)}
            }
        });
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <p class="lead">{(words.lead)(phones.is_some())}</p>
                <form class="stack" method="post" action="/step-up">
                    <input type="hidden" name="next" value=view.next.as_str()/>
                    {login_hint(frame)}
                    {password(texts, &view.problems)}
                    {code}
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{words.go_on}</button>
                        <a class="button button--secondary" href="/profile">{texts.common.cancel}</a>
                    </div>
                </form>
                {phones.map(|phones| others(texts, phones, false, &view.next))}
            </div>
        }
    })
}

/// A telephone: first it is asked, then the password is typed beside its answer.
fn phone(
    frame: &Frame,
    view: &StepUp,
    (dial, number, phone): (Dial, &str, Option<&PhoneAsked>),
    (dials, app): (&[Dial], bool),
) -> String {
    let texts = Texts::of_phones(frame.language);
    let title = texts.step_up.title;
    let problems = asked::fitting(&view.problems, phone);
    document_in(frame, texts, title, &problems, |texts| {
        let words = &texts.step_up;
        let here = format!("/step-up?next={}", as_value(&view.next));
        let ways = others(texts, dials, app, &view.next);
        let body = match phone {
            None => {
                let button = (asked::offer(texts, dial), "button button--primary");
                view! {
                    <p>{(words.offer)(number)}</p>
                    {asked::ask(ASK, dial, Some(&view.next), button)}
                    <p class="hint">{(texts.phone.sender)(&frame.organisation)}</p>
                }
                .into_any()
            }
            Some(phone) => {
                let next = ("next", view.next.clone());
                let before = view! {
                    {login_hint(frame)}
                    {password(texts, &problems)}
                };
                let asking = Asking {
                    asked: phone,
                    here: here.clone(),
                    action: "/step-up",
                    fields: vec![next.clone(), ("way", "phone".to_owned())],
                    before: Some(before.into_any()),
                    after: None,
                    again: ASK,
                    again_fields: vec![("way", dial.key().to_owned()), next],
                    follow: "/step-up/progress",
                    // The password is still to be typed.
                    complete: false,
                };
                asked::body(frame, texts, &problems, asking).into_any()
            }
        };
        view! {
            <div class="card card--narrow" data-live=here>
                <h1>{title}</h1>
                <p class="lead">{(words.lead)(true)}</p>
                {body}
                {ways}
                <div class="cluster">
                    <a class="button button--link" href="/profile">{texts.common.cancel}</a>
                </div>
            </div>
        }
    })
}

/// The other ways, folded away: telephones by a button, because that sends something.
fn others(texts: &'static Texts, dials: &[Dial], app: bool, next: &str) -> impl IntoView + use<> {
    let code = app.then(|| {
        let href = format!("/step-up?way=app&next={}", as_value(next));
        view! {
            <div class="cluster">
                <a class="link" href=href>{(texts.preferred)(Preferred::AppCode)}</a>
            </div>
        }
    });
    let phones = dials
        .iter()
        .map(|dial| {
            let button = ((texts.dial)(*dial), "button button--link");
            asked::ask(ASK, *dial, Some(next), button)
        })
        .collect_view();
    (app || !dials.is_empty()).then(|| {
        view! {
            <details class="details">
                <summary>{texts.step_up.other}</summary>
                <div>{code}{phones}</div>
            </details>
        }
    })
}
