//! Help that needs nobody: the questions that people call a helpdesk with (F-004, F-101, F-102).

use leptos::prelude::*;

use crate::components::document;
use crate::text::Texts;
use crate::text::help::Questions;
use crate::view::Frame;

/// `GET /help`.
pub fn help(frame: &Frame) -> String {
    let title = Texts::of(frame.language).help.title;
    document(frame, title, &[], |texts| {
        let words = &texts.help;
        view! {
            <h1>{title}</h1>
            <p class="lead">{words.lead}</p>
            {questions(&words.sign_in, Some(("/security", words.to_security)))}
            {questions(&words.app_passwords, None)}
            <div class="info"><p>{words.helpdesk}</p></div>
        }
    })
}

fn questions(
    group: &'static Questions,
    link: Option<(&'static str, &'static str)>,
) -> impl IntoView {
    let list = group
        .list
        .iter()
        .map(|question| {
            let answer = question
                .answer
                .iter()
                .map(|line| view! { <p>{*line}</p> })
                .collect_view();
            view! {
                <section class="stack">
                    <h3>{question.ask}</h3>
                    {answer}
                </section>
            }
        })
        .collect_view();
    view! {
        <section class="card">
            <h2>{group.title}</h2>
            {list}
            {link.map(|(href, label)| view! { <a class="button button--secondary" href=href>{label}</a> })}
        </section>
    }
}
