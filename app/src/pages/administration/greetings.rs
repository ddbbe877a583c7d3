//! What calls begin with, in each language: the built-in words, or a file of the organisation's own.

use domain::Language;
use leptos::prelude::*;

use super::list::{head, named};
use crate::components::{described_by, document, hidden, moment, problem_line, wrong};
use crate::text::Texts;
use crate::view::{Frame, GreetingForm, GreetingRow, OwnGreeting};

const LIST: &str = "/administration/rules/greetings";
const FORM: &str = "/administration/rules/greetings/change";
const REMOVE: &str = "/administration/rules/greetings/remove";

/// `GET /administration/rules/greetings`.
pub fn greetings(frame: &Frame, rows: &[GreetingRow]) -> String {
    let title = Texts::of(frame.language).greetings.title;
    document(frame, title, &[], |texts| {
        let rows = rows.iter().map(|row| one(texts, row)).collect_view();
        view! {
            {head(texts, title)}
            <p class="lead">{texts.greetings.lead}</p>
            {rows}
            <p><a class="link" href="/administration/rules">{texts.rules.title}</a></p>
        }
    })
}

/// An address for calls in this language.
fn of(path: &str, language: Language) -> String {
    format!("{path}?language={}", language.tag())
}

fn one(texts: &'static Texts, row: &GreetingRow) -> impl IntoView + use<> {
    let words = &texts.greetings;
    let tag = row.language.tag();
    let calls = (words.calls)(row.language);
    let now = match &row.own {
        None => view! { <p>{words.built_in}</p> }.into_any(),
        Some(own) => file(texts, tag, own).into_any(),
    };
    let which = || view! { <span class="visually-hidden">{format!(": {calls}")}</span> };
    let remove = row.own.is_some().then(|| {
        view! {
            <a class="button button--secondary" href=of(REMOVE, row.language)>
                {words.remove}
                {which()}
            </a>
        }
    });
    view! {
        <section class="card" id=tag aria-labelledby=format!("{tag}-calls")>
            <h2 id=format!("{tag}-calls")>{calls}</h2>
            {now}
            <div class="cluster">
                <a class="button button--secondary" href=of(FORM, row.language)>
                    {words.upload}
                    {which()}
                </a>
                {remove}
            </div>
        </section>
    }
}

fn file(texts: &'static Texts, tag: &str, own: &OwnGreeting) -> impl IntoView + use<> {
    let words = &texts.greetings;
    let name = format!("greeting-{tag}.{}", own.sound.key());
    view! {
        <p>{(words.own)(own.sound, own.millis, own.size)}</p>
        <p class="hint">
            {format!("{} ", words.since)}
            {moment(own.since, texts.when)}
            " "
            {named(texts, &own.by)}
        </p>
        <p><a class="link" href=own.address.clone() download=name>{words.listen}</a></p>
    }
}

/// `GET /administration/rules/greetings/change`.
pub fn greeting_form(frame: &Frame, view: &GreetingForm) -> String {
    let title = (Texts::of(frame.language).greetings.form)(view.language);
    document(frame, title, &view.problems, |texts| {
        let words = &texts.greetings;
        let wrong = wrong(texts, "greeting", &view.problems);
        let described_by = described_by("greeting", true, wrong.is_some());
        let invalid = wrong.is_some().then_some("true");
        view! {
            {head(texts, title)}
            <p class="lead">{words.advice}</p>
            <form class="stack" method="post" action=FORM enctype="multipart/form-data">
                {hidden(&[("language", view.language.tag().to_owned())])}
                <div class="field">
                    <label class="field__label" for="greeting">{words.file}</label>
                    <p class="hint" id="greeting-hint">{words.file_hint}</p>
                    {wrong.map(|text| problem_line("greeting", text))}
                    <input
                        class="input"
                        id="greeting"
                        name="greeting"
                        type="file"
                        accept=".wav,.mp3,audio/wav,audio/mpeg"
                        aria-describedby=described_by
                        aria-invalid=invalid
                    />
                </div>
                <div class="cluster">
                    <button class="button button--primary" type="submit">{words.save}</button>
                    <a class="button button--secondary" href=LIST>{texts.common.cancel}</a>
                </div>
            </form>
        }
    })
}

/// `GET /administration/rules/greetings/remove`: are you sure?
pub fn greeting_remove(frame: &Frame, language: Language) -> String {
    let title = (Texts::of(frame.language).greetings.question)(language);
    document(frame, title, &[], |texts| {
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <p>{texts.greetings.removing}</p>
                <form method="post" action=REMOVE>
                    {hidden(&[("language", language.tag().to_owned())])}
                    <div class="cluster">
                        <button class="button button--danger" type="submit">{texts.greetings.remove}</button>
                        <a class="button button--secondary" href=LIST>{texts.common.cancel}</a>
                    </div>
                </form>
            </div>
        }
    })
}
