//! The rules: as they are in force with the changes that were made, as a form, and a change before it is in
//! force.

use domain::policy::effect::Touch;
use domain::policy::{Group, Kind, Setting, VoiceConfirm};
use leptos::prelude::*;

use super::list::{head, named};
use crate::components::{
    Choice, Field, Kind as Box, choice, described_by, document, hidden, moment, problem_line,
    text_field, warning, wrong,
};
use crate::text::Texts;
use crate::view::{
    Frame, Problem, RuleChanged, RuleField, RuleHistory, RulePlanned, RuleRow, Rules, RulesForm,
    RulesPreview,
};

/// `GET /administration/rules`.
pub fn rules(frame: &Frame, view: &Rules) -> String {
    let title = Texts::of(frame.language).rules.title;
    document(frame, title, &[], |texts| {
        let words = &texts.rules;
        let groups = Group::ALL
            .into_iter()
            .map(|group| {
                let rows = view.rows.iter();
                let rows = rows.filter(|row| row.setting.group() == group);
                let rows = rows.map(|row| in_force(texts, row)).collect_view();
                let id = anchor(group);
                view! {
                    <section class="card" aria-labelledby=id>
                        <h2 id=id>{(words.group)(group)}</h2>
                        <ul class="method-list">{rows}</ul>
                    </section>
                }
            })
            .collect_view();
        view! {
            {head(texts, title)}
            <p class="lead">{words.line}</p>
            <div class="cluster">
                <a class="button button--primary" href="/administration/rules/change">{words.change}</a>
            </div>
            {groups}
            <p class="hint">{words.elsewhere}</p>
            {history(texts, &view.history)}
        }
    })
}

/// The id of a group's headline.
const fn anchor(group: Group) -> &'static str {
    match group {
        Group::Methods => "methods",
        Group::Apps => "apps",
        Group::AppPasswords => "app-passwords",
        Group::Phones => "phones",
        Group::Browsers => "browsers",
    }
}

fn in_force(texts: &'static Texts, row: &RuleRow) -> impl IntoView + use<> {
    let words = &texts.rules;
    let said = (words.setting)(row.setting);
    let bounds = (words.bounds)(row.setting.kind()).filter(|_| !listed(row.setting));
    let bounds = bounds
        .map(|bounds| format!("{bounds} "))
        .unwrap_or_default();
    let default = format!("{} {}.", words.default, (words.value)(&row.default));
    view! {
        <li class="method">
            <span class="method__name">{said.name}</span>
            <span class="method__value" id=row.setting.key()>{(words.value)(&row.value)}</span>
            <span class="method__state">{said.effect}</span>
            <span class="method__state">{bounds}{default}</span>
            {row.refusal.map(|refusal| view! { <span class="method__state">{(texts.refusal)(refusal)}</span> })}
        </li>
    }
}

/// Whether its bounds say how it is typed, which belongs into the form.
const fn listed(setting: Setting) -> bool {
    matches!(setting.kind(), Kind::Countries(_))
}

fn history(texts: &'static Texts, changes: &[RuleHistory]) -> impl IntoView + use<> {
    let words = &texts.rules;
    let rows = changes
        .iter()
        .map(|change| past(texts, change))
        .collect_view();
    let found = if changes.is_empty() {
        view! { <p class="empty">{words.no_history}</p> }.into_any()
    } else {
        let (desk, administration) = (&texts.desk, &texts.administration);
        view! {
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="history">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{desk.when}</th>
                            <th scope="col">{administration.by}</th>
                            <th scope="col">{desk.what}</th>
                            <th scope="col"><span class="visually-hidden">{words.undo}</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="history">
            <h2 id="history">{words.history}</h2>
            {found}
        </section>
    }
}

fn past(texts: &'static Texts, change: &RuleHistory) -> impl IntoView + use<> {
    let (words, desk) = (&texts.rules, &texts.desk);
    let changed = change
        .changed
        .iter()
        .map(|one| match one {
            RuleChanged::Known(setting, old, new) => {
                let name = (words.setting)(*setting).name;
                let (old, new) = ((words.value)(old), (words.value)(new));
                view! { <li>{name} ": " <bdi>{old}</bdi> " → " <bdi>{new}</bdi></li> }.into_any()
            }
            RuleChanged::Other(setting, old, new) => {
                let (setting, old, new) = (setting.clone(), old.clone(), new.clone());
                view! { <li><bdi>{setting}</bdi> ": " <bdi>{old}</bdi> " → " <bdi>{new}</bdi></li> }
                    .into_any()
            }
        })
        .collect_view();
    let known = |one: &RuleChanged| matches!(one, RuleChanged::Known(..));
    // What this version does not know it cannot put back either.
    let undo = change.changed.iter().any(known).then(|| {
        view! {
            <form method="post" action="/administration/rules/undo">
                {hidden(&[("row", change.row.to_string())])}
                <button class="button button--secondary" type="submit">
                    {words.undo}
                    <span class="visually-hidden">{format!(" {}", (words.of_change)(change.row))}</span>
                </button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" data-label=desk.when>{moment(change.when, texts.when)}</th>
            <td data-label=texts.administration.by>{named(texts, &change.by)}</td>
            <td data-label=desk.what><ul>{changed}</ul></td>
            <td class="table__actions">{undo}</td>
        </tr>
    }
}

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
        Kind::Number(..) | Kind::Countries(_) => {
            let bounds = (words.bounds)(field.setting.kind()).unwrap_or_default();
            let box_ = match field.setting.kind() {
                Kind::Number(..) => Box::Number,
                _ => Box::Plain,
            };
            let hint = format!("{} {bounds}", said.effect);
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
    let sealed = listed(change.setting).then(|| view! { <p>{words.sealed}</p> });
    view! {
        <tr>
            <th scope="row" data-label=words.what>{said.name}</th>
            <td data-label=words.before>{(words.value)(&change.old)}</td>
            <td data-label=words.after>{(words.value)(&change.new)}</td>
            <td data-label=words.follows><p>{said.effect}</p>{touched}{sealed}</td>
        </tr>
    }
}
