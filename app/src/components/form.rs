//! Fields: a label, a hint, what is wrong with it, and the control, tied together by ids.
//!
//! The `name` of a field is its `id`, so that the error summary can lead to it. Whatever was typed
//! comes back into the box except a password or a code.

use domain::Refusal;
use domain::name::Label;
use leptos::prelude::*;

use crate::islands::{CodeInput, NameHint, PasswordReveal};
use crate::text::{Texts, country};
use crate::view::Problem;

/// A field of a form.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    /// Its `name` and `id`.
    pub name: &'static str,
    /// What stands above it.
    pub label: &'static str,
    /// What stands between the label and the box, or empty.
    pub hint: &'a str,
    /// What was typed before.
    pub value: &'a str,
    /// The purpose for the browser's own memory (WCAG 1.3.5).
    pub autocomplete: &'static str,
    /// All problems of the page; the field picks its own.
    pub problems: &'a [Problem],
}

/// Which kind of box: the `type`, and the keyboard a phone shows.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A user name: no capital at the start, no spelling.
    User,
    /// A telephone number.
    Phone,
    /// A line of words.
    Plain,
    /// A whole number; a box for text, because a wheel must not change it.
    Number,
}

impl Field<'_> {
    fn wrong(&self, texts: &Texts) -> Option<String> {
        wrong(texts, self.name, self.problems)
    }

    fn described_by(&self, wrong: bool) -> Option<String> {
        described_by(self.name, !self.hint.is_empty(), wrong)
    }

    fn head(&self, wrong: Option<String>) -> impl IntoView + use<> {
        let name = self.name;
        let hint = (!self.hint.is_empty()).then(
            || view! { <p class="hint" id=format!("{name}-hint")>{self.hint.to_owned()}</p> },
        );
        view! {
            <label class="field__label" for=name>{self.label}</label>
            {hint}
            {wrong.map(|text| problem_line(name, text))}
        }
    }
}

/// What is wrong with a field, in words.
pub fn wrong(texts: &Texts, field: &str, problems: &[Problem]) -> Option<String> {
    let mut texts = problems
        .iter()
        .filter(|problem| problem.field == field)
        .map(|problem| texts.problem(problem));
    let first = texts.next()?.into_owned();
    Some(texts.fold(first, |all, more| format!("{all} {more}")))
}

/// The line beside a field that says what is wrong.
pub fn problem_line(field: &str, text: String) -> impl IntoView + use<> {
    view! { <p class="field-problem" id=format!("{field}-problem")>{text}</p> }
}

/// The ids of what describes a field.
pub fn described_by(field: &str, hint: bool, wrong: bool) -> Option<String> {
    match (hint, wrong) {
        (true, true) => Some(format!("{field}-hint {field}-problem")),
        (true, false) => Some(format!("{field}-hint")),
        (false, true) => Some(format!("{field}-problem")),
        (false, false) => None,
    }
}

/// A box for one line of text.
pub fn text_field(texts: &'static Texts, field: Field<'_>, kind: Kind) -> impl IntoView {
    let wrong = field.wrong(texts);
    let described_by = field.described_by(wrong.is_some());
    let invalid = wrong.is_some().then_some("true");
    let (r#type, inputmode) = match kind {
        Kind::User => ("text", "email"),
        Kind::Phone => ("tel", "tel"),
        Kind::Plain => ("text", "text"),
        Kind::Number => ("text", "numeric"),
    };
    view! {
        <div class="field">
            {field.head(wrong)}
            <input
                class="input"
                id=field.name
                name=field.name
                type=r#type
                inputmode=inputmode
                autocomplete=field.autocomplete
                autocapitalize="none"
                spellcheck="false"
                value=field.value
                aria-describedby=described_by
                aria-invalid=invalid
            />
        </div>
    }
}

/// A box for a name that the person gives to something, with a live hint where scripts run.
pub fn name_field(texts: &'static Texts, field: Field<'_>) -> impl IntoView {
    let wrong = field.wrong(texts);
    let described_by = field.described_by(wrong.is_some());
    let invalid = wrong.is_some().then_some("true");
    let too_long = (texts.refusal)(Refusal::TooLong { max: Label::MAX }).into_owned();
    let bad_characters = (texts.refusal)(Refusal::BadCharacters).into_owned();
    view! {
        <div class="field">
            {field.head(wrong)}
            <input
                class="input"
                id=field.name
                name=field.name
                type="text"
                autocomplete=field.autocomplete
                value=field.value
                aria-describedby=described_by
                aria-invalid=invalid
            />
            <NameHint target=field.name too_long=too_long bad_characters=bad_characters/>
        </div>
    }
}

/// A box for a password. It starts empty, takes what is pasted, and can be shown where scripts run.
pub fn password_field(texts: &'static Texts, field: Field<'_>) -> impl IntoView + use<> {
    let wrong = field.wrong(texts);
    let described_by = field.described_by(wrong.is_some());
    let invalid = wrong.is_some().then_some("true");
    view! {
        <div class="field">
            {field.head(wrong)}
            <input
                class="input"
                id=field.name
                name=field.name
                type="password"
                autocomplete=field.autocomplete
                aria-describedby=described_by
                aria-invalid=invalid
            />
            <PasswordReveal
                target=field.name
                show=texts.common.show_password
                hide=texts.common.hide_password
            />
        </div>
    }
}

/// The box for a verification code.
pub fn code_field(texts: &'static Texts, problems: &[Problem]) -> impl IntoView + use<> {
    let field = Field {
        name: "code",
        label: texts.common.code,
        hint: texts.common.code_hint,
        value: "",
        autocomplete: "one-time-code",
        problems,
    };
    let wrong = field.wrong(texts);
    let invalid = wrong.is_some();
    let described_by = field.described_by(invalid).unwrap_or_default();
    view! {
        <div class="field">
            {field.head(wrong)}
            <CodeInput described_by=described_by invalid=invalid/>
        </div>
    }
}

/// One radio button of a group.
#[derive(Clone, Copy)]
pub struct Choice {
    /// The `name` of the group.
    pub group: &'static str,
    /// What is sent.
    pub key: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What it does.
    pub line: &'static str,
    /// Whether it is the chosen one; that one carries the id which the error summary leads to.
    pub chosen: bool,
    /// Why it cannot be chosen.
    pub refusal: Option<Refusal>,
}

/// A radio button with what it does, and why it cannot be chosen.
pub fn choice(texts: &'static Texts, choice: Choice) -> impl IntoView {
    let Choice {
        group,
        key,
        label,
        line,
        chosen,
        refusal,
    } = choice;
    view! {
        <label class="radio">
            <input
                type="radio"
                name=group
                value=key
                id=chosen.then_some(group)
                checked=chosen
                disabled=refusal.is_some()
                aria-labelledby=format!("{group}-{key}-label")
                aria-describedby=format!("{group}-{key}-hint")
            />
            <span id=format!("{group}-{key}-label")>{label}</span>
            <span class="hint" id=format!("{group}-{key}-hint")>
                {match refusal {
                    None => line.to_owned(),
                    Some(refusal) => format!("{line} {}", (texts.refusal)(refusal)),
                }}
            </span>
        </label>
    }
}

/// The list of countries in the order of the page's language.
pub fn country_field(
    texts: &'static Texts,
    countries: &[(&'static str, u16)],
    chosen: &str,
    problems: &[Problem],
) -> impl IntoView + use<> {
    let wrong = wrong(texts, "country", problems);
    let described_by = described_by("country", false, wrong.is_some());
    let invalid = wrong.is_some().then_some("true");
    let known = countries.iter().any(|(region, _)| *region == chosen);
    let options = country::in_order(texts.language, countries)
        .into_iter()
        .map(|(region, calling, name)| {
            view! {
                <option value=region selected=region == chosen>{format!("{name} (+{calling})")}</option>
            }
        })
        .collect_view();
    view! {
        <div class="field">
            <label class="field__label" for="country">{texts.enrol.country}</label>
            {wrong.map(|text| problem_line("country", text))}
            <select
                class="select"
                id="country"
                name="country"
                autocomplete="country"
                aria-describedby=described_by
                aria-invalid=invalid
            >
                <option value="" selected=!known>{texts.enrol.country_choose}</option>
                {options}
            </select>
        </div>
    }
}

/// Fields that go along with a form unseen.
pub fn hidden(fields: &[(&'static str, String)]) -> impl IntoView + use<> {
    fields
        .iter()
        .map(|(name, value)| view! { <input type="hidden" name=*name value=value.clone()/> })
        .collect_view()
}
