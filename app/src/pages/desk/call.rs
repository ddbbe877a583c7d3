//! Help for the telephone call: what to say, and the check of who is calling (A.10).

use domain::desk::{Aid, Standing};
use leptos::prelude::*;

use super::who;
use crate::components::{Field, Kind, document, text_field};
use crate::text::Texts;
use crate::view::{DeskCheck, Frame};

/// The sentences for what is done now.
pub(super) fn say(texts: &'static Texts, aid: Aid, standing: Standing) -> impl IntoView {
    let words = &texts.call;
    let steps = (words.steps)(aid, standing)
        .into_iter()
        .map(|step| view! { <li>{step}</li> })
        .collect_view();
    view! {
        <details class="details" open>
            <summary>{words.say}</summary>
            <ol>{steps}</ol>
        </details>
    }
}

/// `GET /helpdesk/people/{id}/check`.
pub fn desk_check(frame: &Frame, view: &DeskCheck) -> String {
    let title = Texts::of(frame.language).call.check;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.call;
        let here = format!("/helpdesk/people/{}", view.person.id);
        let action = format!("{here}/check");
        let steps = words
            .check_steps
            .iter()
            .map(|step| view! { <li>{*step}</li> })
            .collect_view();
        let code = Field {
            name: "code",
            label: words.code,
            hint: words.code_hint,
            value: "",
            autocomplete: "off",
            problems: &view.problems,
        };
        let form = match view.refusal {
            Some(refusal) => view! {
                <div class="info"><p>{(texts.refusal)(refusal)}</p></div>
                <div class="cluster">
                    <a class="button button--secondary" href=here>{texts.common.back}</a>
                </div>
            }
            .into_any(),
            None => view! {
                <ol>{steps}</ol>
                <form class="stack" method="post" action=action>
                    {text_field(texts, code, Kind::Number)}
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{words.judge}</button>
                        <a class="button button--secondary" href=here>{texts.common.cancel}</a>
                    </div>
                </form>
            }
            .into_any(),
        };
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                {who(&view.person)}
                <p>{words.check_lead}</p>
                {form}
            </div>
        }
    })
}
