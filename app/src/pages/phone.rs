//! A telephone is set up: its number, text or call, and the test (P7 to P9, F-041 to F-065).

use domain::account::PhoneKind;
use domain::dial::Line;
use leptos::prelude::*;

use super::asked::{self, Asking};
use crate::components::{
    Choice, Field, Kind, choice, country_field, described_by, document_in, problem_line, steps,
    text_field, wrong,
};
use crate::text::Texts;
use crate::view::{Frame, PhoneForm, PhoneTest};

/// `GET /enrol/phone`, `/enrol/office`, `/security/phone`, `/security/office-phone` and
/// `/security/alternate-phone`.
pub fn phone_form(frame: &Frame, view: &PhoneForm) -> String {
    let texts = Texts::of_phones(frame.language);
    let words = &texts.phone;
    let title = match view.steps {
        Some(_) => (words.form_step)((texts.phone_kind)(view.kind)),
        None => (words.form_title)(view.kind, view.changes).to_owned(),
    };
    document_in(frame, texts, &title, &view.problems, |texts| {
        let office = view.kind == PhoneKind::Office;
        let refusal = match view.kind {
            PhoneKind::Authentication if view.text_refusal.is_none() => None,
            _ => view.call_refusal,
        };
        let directory_owns = office && view.extension.is_none();
        let possible = refusal.is_none() && (!directory_owns || view.office.is_some());
        view! {
            <div class="card card--narrow">
                {view.steps.map(|all| steps(texts, 1, all))}
                <h1>{title.as_str()}</h1>
                <p class="lead">{(words.form_lead)(view.kind)}</p>
                <form class="stack" method="post" action=view.action>
                    {match view.kind {
                        PhoneKind::Office if directory_owns => directory(texts, view).into_any(),
                        _ => number(texts, view).into_any(),
                    }}
                    {(view.kind == PhoneKind::Authentication).then(|| lines(texts, view))}
                    {refusal
                        .filter(|_| view.kind != PhoneKind::Authentication)
                        .map(|refusal| view! { <div class="info"><p>{(texts.refusal)(refusal)}</p></div> })}
                    <div class="cluster">
                        {possible.then(|| view! {
                            <button class="button button--primary" type="submit">{texts.enrol.contact_me}</button>
                        })}
                        <a class="button button--link" href=view.back>{texts.common.back}</a>
                    </div>
                </form>
                <p class="hint">
                    {(words.sender)(&view.sender)}
                    {(!office).then(|| format!(" {}", words.private))}
                </p>
            </div>
        }
    })
}

/// Country and number.
fn number(texts: &'static Texts, view: &PhoneForm) -> impl IntoView + use<> {
    let words = &texts.phone;
    let hint = if view.changes {
        format!("{} {}", texts.enrol.number_hint, words.replaces)
    } else {
        texts.enrol.number_hint.to_owned()
    };
    let field = Field {
        name: "number",
        label: (words.number)(view.kind),
        hint: &hint,
        value: &view.number,
        autocomplete: "tel",
        problems: &view.problems,
    };
    view! {
        {country_field(texts, &view.countries, &view.country, &view.problems)}
        {text_field(texts, field, Kind::Phone).into_any()}
        {view.extension.as_ref().map(|extension| {
            let field = Field {
                name: "extension",
                label: words.extension,
                hint: words.extension_hint,
                value: extension,
                autocomplete: "tel-extension",
                problems: &view.problems,
            };
            text_field(texts, field, Kind::Phone).into_any()
        })}
    }
}

/// The number of the directory, which only the administrator can change (F-057, F-058, F-061).
fn directory(texts: &'static Texts, view: &PhoneForm) -> impl IntoView + use<> {
    match view.office.clone() {
        Some(number) => view! {
            <div class="field">
                <label class="field__label" for="number">{(texts.phone.number)(view.kind)}</label>
                <p class="hint" id="number-hint">{texts.security.office_phone_from}</p>
                {wrong(texts, "number", &view.problems).map(|text| problem_line("number", text))}
                <input class="input" id="number" type="tel" value=number readonly aria-describedby="number-hint"/>
            </div>
        }
        .into_any(),
        None => view! { <div class="info"><p>{texts.security.office_phone_none}</p></div> }.into_any(),
    }
}

/// Text or call (F-042, F-048).
fn lines(texts: &'static Texts, view: &PhoneForm) -> impl IntoView + use<> {
    let words = &texts.phone;
    let wrong = wrong(texts, "line", &view.problems);
    let described_by = described_by("line", false, wrong.is_some());
    // What was chosen, unless it cannot be; then the other one.
    let by_text = match view.line {
        Line::Text => view.text_refusal.is_none() || view.call_refusal.is_some(),
        Line::Call => view.call_refusal.is_some() && view.text_refusal.is_none(),
    };
    let text = Choice {
        group: "line",
        key: "text",
        label: words.text,
        line: words.text_line,
        chosen: by_text,
        refusal: view.text_refusal,
    };
    let call = Choice {
        key: "call",
        label: words.call,
        line: words.call_line,
        chosen: !by_text,
        refusal: view.call_refusal,
        ..text
    };
    view! {
        <fieldset class="field" aria-describedby=described_by>
            <legend class="field__label">{words.method}</legend>
            {wrong.map(|text| problem_line("line", text))}
            {choice(texts, text)}
            {choice(texts, call)}
        </fieldset>
    }
}

/// The test of a telephone, in the wizard and on the settings page (P8, F-043 to F-047, F-059).
pub fn phone_test(frame: &Frame, view: &PhoneTest) -> String {
    let texts = Texts::of_phones(frame.language);
    let title = asked::title(texts, &view.asked);
    let title = match view.steps {
        Some(_) => (texts.phone.test_step)(title),
        None => title.to_owned(),
    };
    let problems = asked::fitting(&view.problems, Some(&view.asked));
    document_in(frame, texts, &title, &problems, |texts| {
        let back = if view.back_posts {
            view! {
                <form method="post" action=view.back>
                    <div class="cluster">
                        <button class="button button--link" type="submit">{texts.common.back}</button>
                    </div>
                </form>
            }
            .into_any()
        } else {
            view! {
                <div class="cluster">
                    <a class="button button--link" href=view.back>{texts.common.back}</a>
                </div>
            }
            .into_any()
        };
        let asking = Asking {
            asked: &view.asked,
            here: frame.here.clone(),
            action: view.action,
            fields: Vec::new(),
            before: None,
            after: None,
            again: view.again,
            again_fields: Vec::new(),
            follow: view.follow,
            complete: true,
        };
        view! {
            <div class="card card--narrow" data-live=frame.here.as_str()>
                {view.steps.map(|all| steps(texts, 2, all))}
                <h1>{title.as_str()}</h1>
                {asked::body(frame, texts, &problems, asking)}
                {back}
            </div>
        }
    })
}
