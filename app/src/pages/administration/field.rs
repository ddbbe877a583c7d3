//! Boxes of the filters that no other page has: a list to choose from, and a day.

use leptos::prelude::*;

use crate::components::{described_by, problem_line, wrong};
use crate::text::Texts;
use crate::view::Problem;

/// A list to choose one from, or none.
pub(super) struct Select<'a> {
    /// Its `name` and `id`.
    pub(super) name: &'static str,
    /// What stands above it.
    pub(super) label: &'static str,
    /// The first entry: none of the others.
    pub(super) any: &'static str,
    /// What is sent, and what is said.
    pub(super) options: &'a [(String, String)],
    /// What was chosen before.
    pub(super) chosen: &'a str,
}

pub(super) fn select_field(
    texts: &'static Texts,
    select: Select<'_>,
    problems: &[Problem],
) -> impl IntoView + use<> {
    let name = select.name;
    let wrong = wrong(texts, name, problems);
    let described_by = described_by(name, false, wrong.is_some());
    let invalid = wrong.is_some().then_some("true");
    let options = select
        .options
        .iter()
        .map(|(key, said)| {
            let selected = *key == select.chosen;
            view! { <option value=key.clone() selected=selected>{said.clone()}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label class="field__label" for=name>{select.label}</label>
            {wrong.map(|text| problem_line(name, text))}
            <select class="select" id=name name=name aria-describedby=described_by aria-invalid=invalid>
                <option value="">{select.any}</option>
                {options}
            </select>
        </div>
    }
}

/// A day. What is none stays visible in a plain box: a box for days would not show it.
pub(super) fn date_field(
    texts: &'static Texts,
    name: &'static str,
    label: &'static str,
    value: &str,
    problems: &[Problem],
) -> impl IntoView + use<> {
    let wrong = wrong(texts, name, problems);
    let described_by = described_by(name, true, wrong.is_some());
    let (kind, invalid) = match &wrong {
        Some(_) => ("text", Some("true")),
        None => ("date", None),
    };
    view! {
        <div class="field">
            <label class="field__label" for=name>{label}</label>
            <p class="hint" id=format!("{name}-hint")>{texts.administration.date_hint}</p>
            {wrong.map(|text| problem_line(name, text))}
            <input
                class="input"
                id=name
                name=name
                type=kind
                autocomplete="off"
                value=value.to_owned()
                aria-describedby=described_by
                aria-invalid=invalid
            />
        </div>
    }
}
