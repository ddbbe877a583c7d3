//! What was issued for somebody, shown until "Close": a pass (F-153) or a temporary password (F-150).

use domain::desk::Aid;
use leptos::prelude::*;

use crate::components::{copy, document, warning};
use crate::text::Texts;
use crate::view::{DeskIssued, Frame};

/// The id of the value, for the copy button.
const VALUE: &str = "pass-value";

/// `GET /helpdesk/people/{id}/pass/issued` and `…/reset-password/issued`.
pub fn desk_issued(frame: &Frame, view: &DeskIssued) -> String {
    let password = view.aid == Aid::ResetPassword;
    let texts = Texts::of(frame.language);
    let title = if password {
        texts.given.password_title
    } else {
        texts.desk.pass_title
    };
    document(frame, title, &[], |texts| {
        let (desk, given) = (&texts.desk, &texts.given);
        let name = &view.person.name;
        let (lead, label, copies, once, how) = if password {
            (
                (given.password_lead)(name),
                given.password_value,
                given.password_copy,
                given.password_once,
                given.password_how,
            )
        } else {
            (
                (desk.pass_lead)(name),
                desk.pass_value,
                desk.pass_copy,
                desk.pass_once,
                desk.pass_how,
            )
        };
        let letters: Vec<char> = view.value.chars().collect();
        let groups = letters
            .chunks(4)
            .map(|group| view! { <span class="secret__group">{group.iter().collect::<String>()}</span> })
            .collect_view();
        let action = format!(
            "/helpdesk/people/{}/{}/issued",
            view.person.id,
            view.aid.key()
        );
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <p class="lead">{lead}</p>
                <div class="field">
                    <p class="field__label">{label}</p>
                    <code class="secret" id=VALUE>{groups}</code>
                    <div class="cluster">{copy(texts, VALUE, copies)}</div>
                </div>
                {warning(once)}
                <p>{how}</p>
                <form method="post" action=action>
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{texts.common.close}</button>
                    </div>
                </form>
            </div>
        }
    })
}
