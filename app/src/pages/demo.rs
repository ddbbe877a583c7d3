//! The pretend phone: what the demo organisation would have sent. Only `proofup demo` serves it.

use leptos::prelude::*;

use crate::components::{document, moment};
use crate::text::Texts;
use crate::view::{DemoMessage, Frame};

/// `GET /demo/phone`.
pub fn demo_phone(frame: &Frame, messages: &[DemoMessage]) -> String {
    let title = Texts::of(frame.language).demo.title;
    document(frame, title, &[], |texts| {
        let words = &texts.demo;
        let list = messages
            .iter()
            .map(|message| one(texts, message))
            .collect_view();
        view! {
            <h1>{title}</h1>
            <p class="lead">{words.lead}</p>
            {if messages.is_empty() {
                view! { <div class="empty"><p>{words.empty}</p></div> }.into_any()
            } else {
                view! { <ul class="phone">{list}</ul> }.into_any()
            }}
        }
    })
}

fn one<'a>(texts: &'static Texts, message: &'a DemoMessage) -> impl IntoView + use<'a> {
    let words = &texts.demo;
    let channel = (words.channel)(&message.channel);
    let subject =
        (!message.subject.is_empty()).then(|| view! { <h2>{message.subject.as_str()}</h2> });
    view! {
        <li class="phone__message">
            <span class="hint">
                {format!("{channel}. {}: {}. ", words.to, message.to)}
                {moment(message.when, texts.when)}
            </span>
            {subject}
            <p>{message.body.as_str()}</p>
        </li>
    }
}
