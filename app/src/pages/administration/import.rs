//! A file of people: the form, and what the file would do before it does.

use leptos::prelude::*;

use super::list::head;
use crate::components::{described_by, document, hidden, problem_line, warning, wrong};
use crate::text::Texts;
use crate::view::{Frame, ImportCheck, ImportForm, Problem};

/// Where the form goes.
const FORM: &str = "/administration/people/import";

/// Where the answer goes.
const CHECK: &str = "/administration/people/import/check";

/// `GET /administration/people/import`.
pub fn import(frame: &Frame, view: &ImportForm) -> String {
    let title = Texts::of(frame.language).import.title;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.import;
        let kept = view
            .kept
            .then(|| view! { <p><a class="link" href=CHECK>{words.kept}</a></p> });
        view! {
            {head(texts, title)}
            <p class="lead">{words.lead}</p>
            {kept}
            <section class="card" aria-labelledby="form">
                <h2 id="form">{words.form}</h2>
                <p>{words.columns}</p>
                <p>{words.not}</p>
                {form(texts, &view.typed, &view.problems)}
            </section>
        }
    })
}

/// What stands in the box. The framework writes the content of this element as it is, so it is made harmless
/// here; and the first line break in it does not count.
fn boxed(typed: &str) -> String {
    format!("\n{}", typed.replace('&', "&amp;").replace('<', "&lt;"))
}

fn form(texts: &'static Texts, typed: &str, problems: &[Problem]) -> impl IntoView + use<> {
    let words = &texts.import;
    let wrong = wrong(texts, "file", problems);
    let described_by = described_by("file", true, wrong.is_some());
    let invalid = wrong.is_some().then_some("true");
    view! {
        <form class="stack" method="post" action=FORM enctype="multipart/form-data">
            <div class="field">
                <label class="field__label" for="file">{words.file}</label>
                <p class="hint" id="file-hint">{words.file_hint}</p>
                {wrong.map(|text| problem_line("file", text))}
                <input
                    class="input"
                    id="file"
                    name="file"
                    type="file"
                    accept=".csv,text/csv"
                    aria-describedby=described_by
                    aria-invalid=invalid
                />
            </div>
            <div class="field">
                <label class="field__label" for="text">{words.typed}</label>
                <p class="hint" id="text-hint">{words.typed_hint}</p>
                <textarea
                    class="input input--text"
                    id="text"
                    name="text"
                    rows="6"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby="text-hint"
                    inner_html=boxed(typed)
                ></textarea>
            </div>
            <div class="cluster">
                <button class="button button--primary" type="submit">{words.check}</button>
            </div>
        </form>
    }
}

/// `GET /administration/people/import/check`.
pub fn import_check(frame: &Frame, view: &ImportCheck) -> String {
    let title = Texts::of(frame.language).import.checked;
    document(frame, title, &[] as &[Problem], |texts| {
        let words = &texts.import;
        let other = view.other.then(|| warning(words.other));
        let body = if view.wrongs > 0 {
            problems(texts, view).into_any()
        } else {
            effect(texts, view).into_any()
        };
        view! {
            {head(texts, title)}
            {other}
            <p class="lead">{(words.lines)(view.lines)}</p>
            {body}
        }
    })
}

fn effect(texts: &'static Texts, view: &ImportCheck) -> impl IntoView + use<> {
    let words = &texts.import;
    let (added, changed, same) = view.counts;
    let button = if added + changed > 0 {
        let id = [("file", view.id.to_string())];
        view! {
            <p class="hint">{words.not_yet}</p>
            <form class="cluster" method="post" action=CHECK>
                {hidden(&id)}
                <button class="button button--primary" type="submit">{words.import}</button>
                <a class="button button--secondary" href=FORM>{texts.common.cancel}</a>
            </form>
        }
        .into_any()
    } else {
        view! {
            <p>{words.nothing}</p>
            <div class="cluster">
                <a class="button button--primary" href=FORM>{texts.common.close}</a>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="card">
            <dl class="definition">
                <dt>{words.added}</dt>
                <dd>{added}</dd>
                <dt>{words.changed}</dt>
                <dd>{changed}</dd>
                <dt>{words.same}</dt>
                <dd>{same}</dd>
            </dl>
            {button}
        </section>
    }
}

fn problems(texts: &'static Texts, view: &ImportCheck) -> impl IntoView + use<> {
    let words = &texts.import;
    let rows = view
        .wrong
        .iter()
        .map(|problem| {
            let column = problem.column.map_or("", |column| column.key());
            view! {
                <tr>
                    <th scope="row" data-label=words.line>{problem.line}</th>
                    <td data-label=words.column>{column}</td>
                    <td data-label=words.what><bdi>{(words.why)(&problem.why)}</bdi></td>
                </tr>
            }
        })
        .collect_view();
    let first = (view.wrong.len() < view.wrongs)
        .then(|| view! { <p class="hint">{(words.first)(view.wrong.len())}</p> });
    view! {
        <section class="card" aria-labelledby="wrong">
            <h2 id="wrong" role="status">{(words.wrong)(view.wrongs)}</h2>
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="wrong">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{words.line}</th>
                            <th scope="col">{words.column}</th>
                            <th scope="col">{words.what}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {first}
            <div class="cluster">
                <a class="link" href="/administration/people/import/problems.csv">{words.all}</a>
            </div>
        </section>
        <section class="card" aria-labelledby="again">
            <h2 id="again">{words.again}</h2>
            {form(texts, &view.typed, &[])}
        </section>
    }
}
