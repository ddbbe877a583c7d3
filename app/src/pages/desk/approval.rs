//! The second yes (A.10): the requests, and one of them.

use domain::desk::{Aid, RequestStage};
use leptos::prelude::*;

use crate::components::{document, hidden, moment};
use crate::text::Texts;
use crate::view::{ApprovalRow, ApprovalSeen, Frame};

/// `GET /helpdesk/approvals`.
pub fn approvals(frame: &Frame, rows: &[ApprovalRow]) -> String {
    let title = Texts::of(frame.language).approval.title;
    document(frame, title, &[], |texts| {
        let words = &texts.approval;
        let list = if rows.is_empty() {
            view! { <p class="empty">{words.none}</p> }.into_any()
        } else {
            let rows = rows.iter().map(|one| row(texts, one)).collect_view();
            view! { <ul class="method-list">{rows}</ul> }.into_any()
        };
        view! {
            <p><a class="link" href="/helpdesk">{texts.desk.title}</a></p>
            <h1>{title}</h1>
            <p class="lead">{words.lead}</p>
            <section class="card">{list}</section>
        }
    })
}

fn row(texts: &'static Texts, one: &ApprovalRow) -> impl IntoView + use<> {
    let words = &texts.approval;
    view! {
        <li class="method">
            <a class="link method__name" href=format!("/helpdesk/approvals/{}", one.id)>
                {(texts.desk.aid)(one.aid).name} ": " <bdi>{one.subject.clone()}</bdi>
            </a>
            <span>{badge(texts, one.stage, one.for_me)}</span>
            <span class="method__state">
                {format!("{} ", words.asked_by)} <bdi>{one.asked_by.clone()}</bdi> ", "
                {moment(one.asked_at, texts.when)}
            </span>
        </li>
    }
}

fn badge(texts: &'static Texts, stage: RequestStage, attention: bool) -> impl IntoView + use<> {
    let (name, _) = (texts.approval.stage)(stage);
    let class = match stage {
        RequestStage::Waiting if attention => "badge badge--warn",
        RequestStage::Agreed => "badge",
        _ => "badge badge--muted",
    };
    view! { <span class=class>{name}</span> }
}

/// `GET /helpdesk/approvals/{id}`.
pub fn approval(frame: &Frame, view: &ApprovalSeen) -> String {
    let texts = Texts::of(frame.language);
    let said = (texts.desk.aid)(view.row.aid);
    document(frame, said.name, &[], |texts| {
        let words = &texts.approval;
        let (_, next) = (words.stage)(view.row.stage);
        let hint = match view.row.stage {
            RequestStage::Waiting if view.own => words.waits_for_others,
            RequestStage::Waiting => words.check,
            _ => "",
        };
        view! {
            <p><a class="link" href="/helpdesk/approvals">{words.title}</a></p>
            <div class="card card--narrow">
                <h1>{said.name}</h1>
                <div class="notice" id="stage">
                    <p>{badge(texts, view.row.stage, view.may_agree)} " " {next}</p>
                    {(!hint.is_empty()).then(|| view! { <p>{hint}</p> })}
                </div>
                {facts(texts, view)}
                {buttons(texts, view)}
            </div>
        }
    })
}

fn facts(texts: &'static Texts, view: &ApprovalSeen) -> impl IntoView + use<> {
    let (words, desk) = (&texts.approval, &texts.desk);
    let aid = (desk.aid)(view.row.aid);
    let length = view.length.map(|length| match view.row.aid {
        Aid::Block => (words.days)(length),
        Aid::Bypass => (words.seconds)(length),
        _ => (words.minutes)(length),
    });
    let (identity, _) = (desk.identity)(view.identity);
    let text = |label: &'static str, value: &str| {
        let value = value.to_owned();
        (!value.is_empty()).then(|| view! { <dt>{label}</dt><dd><bdi>{value}</bdi></dd> })
    };
    let answered = view.answered.as_ref().map(|(who, when)| {
        view! {
            <dt>{words.answered_by}</dt>
            <dd><bdi>{who.clone()}</bdi> ", " {moment(*when, texts.when)}</dd>
        }
    });
    let (id, login) = &view.subject;
    let detail = match view.row.aid {
        Aid::Block | Aid::Bypass => words.why,
        _ => desk.which,
    };
    view! {
        <dl class="definition">
            <dt>{words.subject}</dt>
            <dd>
                <a class="link" href=format!("/helpdesk/people/{id}")><bdi>{view.row.subject.clone()}</bdi></a>
                " " <span class="hint"><bdi>{login.clone()}</bdi></span>
            </dd>
            <dt>{words.what}</dt>
            <dd>{aid.effect} {length.map(|length| view! { <p>{length}</p> })}</dd>
            {text(detail, &view.detail)}
            <dt>{words.asked_by}</dt>
            <dd><bdi>{view.row.asked_by.clone()}</bdi> ", " {moment(view.row.asked_at, texts.when)}</dd>
            <dt>{words.identity}</dt>
            <dd>{identity}</dd>
            {text(desk.ticket, &view.ticket)}
            {text(words.note, &view.note)}
            {answered}
        </dl>
    }
}

fn buttons(texts: &'static Texts, view: &ApprovalSeen) -> impl IntoView + use<> {
    let words = &texts.approval;
    let here = format!("/helpdesk/approvals/{}", view.row.id);
    let no = if view.own { words.withdraw } else { words.no };
    let answer = |value: &str, style: &'static str, label: &'static str| {
        view! {
            <form method="post" action=here.clone()>
                {hidden(&[("answer", value.to_owned())])}
                <button class=style type="submit">{label}</button>
            </form>
        }
    };
    let yes = view
        .may_agree
        .then(|| answer("yes", "button button--primary", words.yes));
    let no = view
        .may_decline
        .then(|| answer("no", "button button--secondary", no));
    let carry_out = view.may_do.then(|| {
        let name = (texts.desk.aid)(view.row.aid).name;
        view! {
            <form method="post" action=format!("{here}/carry-out")>
                <button class="button button--primary" type="submit">{name}</button>
            </form>
        }
    });
    let waits = (view.own && view.row.stage == RequestStage::Waiting).then(
        || view! { <a class="button button--secondary" href=here.clone()>{words.reload}</a> },
    );
    view! { <div class="cluster">{carry_out} {waits} {yes} {no}</div> }
}
