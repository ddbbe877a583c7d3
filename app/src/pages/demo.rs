//! The pretend phone: what the demo organisation would have sent, and how it is answered: a call by keys,
//! a text by a reply. Only `proofup demo` serves it.

use domain::Id;
use leptos::prelude::*;

use crate::components::{document, moment};
use crate::islands::FollowPhone;
use crate::text::Texts;
use crate::view::{DemoCall, DemoMessage, Frame};

/// The keys in the order of a telephone.
const KEYS: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/// `GET /demo/phone`.
pub fn demo_phone(frame: &Frame, messages: &[DemoMessage]) -> String {
    let title = Texts::of(frame.language).demo.title;
    document(frame, title, &[], |texts| {
        let words = &texts.demo;
        let list = messages
            .iter()
            .map(|message| one(texts, message))
            .collect_view();
        let rings = messages
            .iter()
            .any(|message| matches!(message.call, Some(DemoCall::Ringing)));
        view! {
            <h1>{title}</h1>
            <p class="lead">{words.lead}</p>
            <div class="stack" data-live="/demo/phone">
                <p class="visually-hidden" role="status" id="coming">{rings.then_some(words.coming)}</p>
                {if messages.is_empty() {
                    view! { <div class="phone"><p class="hint">{words.empty}</p></div> }.into_any()
                } else {
                    view! { <ul class="phone" id="messages">{list}</ul> }.into_any()
                }}
                <FollowPhone follow="/demo/phone/version" known="" form=""/>
            </div>
        }
    })
}

fn one<'a>(texts: &'static Texts, message: &'a DemoMessage) -> impl IntoView + use<'a> {
    let words = &texts.demo;
    let channel = (words.channel)(&message.channel);
    let subject =
        (!message.subject.is_empty()).then(|| view! { <h2>{message.subject.as_str()}</h2> });
    let text = (!message.body.is_empty()).then(|| view! { <p>{message.body.as_str()}</p> });
    let call = message
        .call
        .as_ref()
        .map(|state| call(texts, message.id, state));
    let reply = message
        .id
        .filter(|_| message.replies)
        .map(|id| reply(texts, id));
    view! {
        <li class="phone__message" id=message.id.map(|id| format!("message-{id}"))>
            <span class="hint">
                {format!("{channel}. {}: {}. ", words.to, message.to)}
                {moment(message.when, texts.when)}
            </span>
            {subject}
            {text}
            {call}
            {reply}
        </li>
    }
}

/// What a call has come to, and what can be done with it.
fn call(texts: &'static Texts, id: Option<Id>, call: &DemoCall) -> impl IntoView + use<> {
    let words = &texts.demo;
    let button = |id: Id, path: &'static str, label: &'static str, class: &'static str| {
        view! {
            <form method="post" action=format!("/demo/phone/{id}/{path}")>
                <button class=class type="submit">{label}</button>
            </form>
        }
    };
    let second = "button button--secondary";
    match call {
        DemoCall::Ringing => view! {
            <span><span class="badge badge--warn">{words.ringing}</span></span>
            {id.map(|id| view! {
                <div class="cluster">
                    {button(id, "answer", words.answer, "button button--primary")}
                    {button(id, "decline", words.decline, "button button--danger")}
                    {button(id, "voicemail", words.voicemail, second)}
                </div>
            })}
        }
        .into_any(),
        DemoCall::Talking { said } => view! {
            <span><span class="badge">{words.talking}</span></span>
            {voice(texts, said)}
            {id.map(|id| view! {
                {keypad(texts, id)}
                <div class="cluster">{button(id, "hang-up", words.hang_up, "button button--danger")}</div>
            })}
        }
        .into_any(),
        DemoCall::Over { said } => view! {
            <span><span class="badge badge--muted">{words.over}</span></span>
            {voice(texts, said)}
        }
        .into_any(),
    }
}

/// What the voice said. A log: only what is new in it is announced.
fn voice(texts: &'static Texts, said: &[String]) -> impl IntoView + use<> {
    let lines = said
        .iter()
        .map(|line| view! { <p>{line.clone()}</p> })
        .collect_view();
    (!said.is_empty()).then(
        || view! { <div class="phone__voice" role="log" aria-label=texts.demo.said>{lines}</div> },
    )
}

fn keypad(texts: &'static Texts, id: Id) -> impl IntoView {
    let words = &texts.demo;
    let keys = KEYS
        .into_iter()
        .map(|key| {
            let name = match key {
                "*" => Some(words.star),
                "#" => Some(words.pound),
                _ => None,
            };
            let name = name
                .map(|name| view! { <span class="visually-hidden">{format!(" ({name})")}</span> });
            view! { <button class="button" type="submit" name="keys" value=key>{key}{name}</button> }
        })
        .collect_view();
    view! {
        <form class="keypad" method="post" action=format!("/demo/phone/{id}/keys") aria-label=words.keypad data-stay>
            {keys}
        </form>
    }
}

fn reply(texts: &'static Texts, id: Id) -> impl IntoView {
    let words = &texts.demo;
    let field = format!("reply-{id}");
    view! {
        <form class="field" method="post" action=format!("/demo/phone/{id}/reply")>
            <label class="field__label" for=field.clone()>{words.reply}</label>
            <input class="input" id=field name="body" type="text" autocomplete="off"/>
            <button class="button button--secondary" type="submit">{words.send}</button>
        </form>
    }
}
