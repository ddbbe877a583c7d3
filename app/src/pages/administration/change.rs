//! A change of the rules: as a form, and before it is in force.

use domain::policy::effect::Touch;
use domain::policy::{Group, Kind, VoiceConfirm};
use leptos::prelude::*;

use super::list::head;
use super::rules::anchor;
use crate::components::{
    Choice, Field, Kind as Box, choice, described_by, document, hidden, problem_line, text_field,
    warning, wrong,
};
use crate::text::Texts;
use crate::view::{Frame, Problem, RuleField, RulePlanned, RulesForm, RulesPreview};

/// `GET /administration/rules/change`.
pub fn rules_form(frame: &Frame, view: &RulesForm) -> String {
    let title = Texts::of(frame.language).rules.change;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.rules;
        let groups = Group::ALL
            .into_iter()
            .map(|group| {
                let fields = view.fields.iter();
                let fields = fields.filter(|field| field.setting.group() == group);
                let fields = fields
                    .map(|field| field_of(texts, field, &view.problems))
                    .collect_view();
                let id = anchor(group);
                view! {
                    <section class="card stack" aria-labelledby=id>
                        <h2 id=id>{(words.group)(group)}</h2>
                        {fields}
                    </section>
                }
            })
            .collect_view();
        view! {
            {head(texts, title)}
            <p class="lead">{words.change_lead}</p>
            <form class="stack" method="post" action="/administration/rules/change">
                {hidden(&[("version", view.version.to_string())])}
                {groups}
                <div class="cluster">
                    <button class="button button--primary" type="submit">{words.preview}</button>
                    <a class="button button--secondary" href="/administration/rules">{texts.common.cancel}</a>
                </div>
            </form>
        }
    })
}

fn field_of(
    texts: &'static Texts,
    field: &RuleField,
    problems: &[Problem],
) -> impl IntoView + use<> {
    let words = &texts.rules;
    let name = field.setting.key();
    let said = (words.setting)(field.setting);
    match field.setting.kind() {
        Kind::Switch => {
            let reason = field
                .refusal
                .map(|refusal| format!(" {}", (texts.refusal)(refusal)));
            let problem = wrong(texts, name, problems);
            let described = described_by(name, true, problem.is_some());
            let invalid = problem.is_some().then_some("true");
            view! {
                <div class="field">
                    {problem.map(|text| problem_line(name, text))}
                    <label class="checkbox">
                        <input
                            type="checkbox"
                            id=name
                            name=name
                            value="true"
                            checked=field.typed == "true"
                            disabled=field.refusal.is_some()
                            aria-describedby=described
                            aria-invalid=invalid
                        />
                        <span>{said.name}</span>
                    </label>
                    <p class="hint" id=format!("{name}-hint")>{said.effect}{reason}</p>
                </div>
            }
            .into_any()
        }
        Kind::Keys => {
            let choices = VoiceConfirm::ALL
                .into_iter()
                .map(|keys| {
                    let radio = Choice {
                        group: name,
                        key: keys.key(),
                        label: match keys {
                            VoiceConfirm::Pound => words.pound,
                            VoiceConfirm::Number => words.number,
                        },
                        line: match keys {
                            VoiceConfirm::Pound => words.pound_line,
                            VoiceConfirm::Number => words.number_line,
                        },
                        chosen: field.typed == keys.key(),
                        refusal: None,
                    };
                    choice(texts, radio)
                })
                .collect_view();
            let known = VoiceConfirm::from_key(&field.typed).is_some();
            let target = (!known).then(|| view! { <span id=name tabindex="-1"></span> });
            view! {
                <fieldset class="field">
                    <legend class="field__label">{said.name}</legend>
                    {target}
                    {wrong(texts, name, problems).map(|text| problem_line(name, text))}
                    {choices}
                </fieldset>
            }
            .into_any()
        }
        Kind::Number(..)
        | Kind::Countries(_)
        | Kind::Networks(_)
        | Kind::Mailboxes(_)
        | Kind::Caller => {
            let bounds = (words.bounds)(field.setting.kind()).unwrap_or_default();
            let box_ = match field.setting.kind() {
                Kind::Number(..) => Box::Number,
                Kind::Caller => Box::Phone,
                _ => Box::Plain,
            };
            let reason = field.refusal.map(|refusal| (texts.refusal)(refusal));
            let reason = reason.map(|text| format!(" {text}")).unwrap_or_default();
            let hint = format!("{} {bounds}{reason}", said.effect);
            let line = Field {
                name,
                label: said.name,
                hint: &hint,
                value: &field.typed,
                autocomplete: "off",
                problems,
            };
            text_field(texts, line, box_).into_any()
        }
    }
}

/// A change before it is in force.
pub fn rules_preview(frame: &Frame, view: &RulesPreview) -> String {
    let title = Texts::of(frame.language).rules.preview_title;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.rules;
        let danger =
            (view.without > 0).then(|| warning((words.touch)(Touch::NoMethod, view.without)));
        let style = if view.without > 0 {
            "button button--danger"
        } else {
            "button button--primary"
        };
        let rows = view
            .changes
            .iter()
            .map(|change| planned(texts, change))
            .collect_view();
        let mut fields = vec![("version", view.version.to_string())];
        // A box that is not ticked would not be sent, so both are said.
        let changes = view.changes.iter();
        fields.extend(changes.map(|one| (one.setting.key(), one.new.to_string())));
        let put = hidden(&fields);
        fields.push(("edit", "true".to_owned()));
        view! {
            {head(texts, title)}
            <p class="lead">{words.preview_lead}</p>
            {danger}
                <section class="card">
                    <div class="table-wrap" tabindex="0" role="region" aria-label=title>
                        <table class="table">
                            <thead>
                                <tr>
                                    <th scope="col">{words.what}</th>
                                    <th scope="col">{words.before}</th>
                                    <th scope="col">{words.after}</th>
                                    <th scope="col">{words.follows}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                </section>
            <div class="cluster">
                <form method="post" action="/administration/rules">
                    {put}
                    <button class=style type="submit">{words.put}</button>
                </form>
                <form method="post" action="/administration/rules">
                    {hidden(&fields)}
                    <button class="button button--secondary" type="submit">{words.edit}</button>
                </form>
            </div>
        }
    })
}

fn planned(texts: &'static Texts, change: &RulePlanned) -> impl IntoView + use<> {
    let words = &texts.rules;
    let said = (words.setting)(change.setting);
    let touched = change
        .touched
        .iter()
        .map(|(touch, count)| view! { <p>{(words.touch)(*touch, *count)}</p> })
        .collect_view();
    let numbers = matches!(change.setting.kind(), Kind::Countries(_));
    let sealed = numbers.then(|| view! { <p>{words.sealed}</p> });
    view! {
        <tr>
            <th scope="row" data-label=words.what>{said.name}</th>
            <td data-label=words.before>{(words.value)(&change.old)}</td>
            <td data-label=words.after>{(words.value)(&change.new)}</td>
            <td data-label=words.follows><p>{said.effect}</p>{touched}{sealed}</td>
        </tr>
    }
}
