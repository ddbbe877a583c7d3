//! Deleting methods, with what it means before it happens (F-072, F-073), and renaming an app.

use leptos::prelude::*;

use crate::components::{Field, document, name_field, warning};
use crate::text::Texts;
use crate::view::{ConfirmDelete, Frame, RenameApp};

/// Are you sure? For unticked methods and for one app (F-072, F-073).
pub fn confirm_delete(frame: &Frame, view: &ConfirmDelete) -> String {
    let count = u32::try_from(view.names.len()).unwrap_or(u32::MAX);
    let title = (Texts::of(frame.language).security.delete_title)(count);
    document(frame, title, &[], |texts| {
        let words = &texts.security;
        let names = view
            .names
            .iter()
            .map(|name| view! { <li><strong>{name.as_str()}</strong></li> })
            .collect_view();
        let default = view.default_moves_to.map(|option| {
            let text = match option {
                Some(option) => (words.delete_moves)((texts.preferred)(option)),
                None => words.delete_moves_none.to_owned(),
            };
            view! { <p>{text}</p> }
        });
        let fields = view
            .fields
            .iter()
            .map(|(name, value)| view! { <input type="hidden" name=*name value=value.as_str()/> })
            .collect_view();
        let answer = match view.refusal {
            Some(refusal) => view! {
                <div class="warning"><p>{(texts.refusal)(refusal)}</p></div>
                <div class="cluster">
                    <a class="button button--primary" href="/security">{texts.common.back}</a>
                </div>
            }
            .into_any(),
            None => view! {
                <p>{words.delete_means}</p>
                {default}
                {view.turns_off.then(|| warning(words.delete_turns_off))}
                <p class="hint">{words.two_places}</p>
                <form method="post" action=view.action.as_str()>
                    {fields}
                    <input type="hidden" name="confirmed" value="yes"/>
                    <div class="cluster">
                        <button class="button button--danger" type="submit">{texts.common.yes}</button>
                        <a class="button button--secondary" href="/security">{texts.common.no}</a>
                    </div>
                </form>
            }
            .into_any(),
        };
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <p>{words.delete_what}</p>
                <ul>{names}</ul>
                {answer}
            </div>
        }
    })
}

/// `GET /security/apps/{id}/rename`.
pub fn rename_app(frame: &Frame, view: &RenameApp) -> String {
    let title = Texts::of(frame.language).security.rename_title;
    document(frame, title, &view.problems, |texts| {
        let field = Field {
            name: "name",
            label: texts.enrol.app_name,
            hint: texts.enrol.app_name_hint,
            value: &view.name,
            autocomplete: "off",
            problems: &view.problems,
        };
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <form class="stack" method="post" action=format!("/security/apps/{}/rename", view.id)>
                    {name_field(texts, field)}
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{texts.common.save}</button>
                        <a class="button button--secondary" href="/security">{texts.common.cancel}</a>
                    </div>
                </form>
            </div>
        }
    })
}
