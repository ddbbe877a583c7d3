//! Signing in: user name and password, the second step, and the other ways to pass it.

use domain::Refusal;
use domain::dial::Dial;
use leptos::prelude::*;

use super::asked::{self, Asking};
use crate::components::{
    Field, Kind, code_field, document, document_in, password_field, text_field,
};
use crate::text::Texts;
use crate::view::{Frame, OtherWays, PhoneAsked, Problem, SecondStep, SignIn, Way};

/// `GET /sign-in`.
pub fn sign_in(frame: &Frame, view: &SignIn) -> String {
    let title = Texts::of(frame.language).sign_in.title;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.sign_in;
        let user = Field {
            name: "user",
            label: words.user,
            hint: words.user_hint,
            value: &view.user,
            autocomplete: "username",
            problems: &view.problems,
        };
        let password = Field {
            name: "password",
            label: texts.common.password,
            hint: "",
            value: "",
            autocomplete: "current-password",
            problems: &view.problems,
        };
        view! {
            <div class="card card--narrow">
                <h1>{words.title}</h1>
                <p class="lead">{(words.lead)(&frame.organisation)}</p>
                <form class="stack" method="post" action="/sign-in">
                    <input type="hidden" name="next" value=view.next.as_str()/>
                    {text_field(texts, user, Kind::User)}
                    {password_field(texts, password)}
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{words.title}</button>
                    </div>
                </form>
                <p class="hint">{words.trouble}</p>
            </div>
        }
    })
}

/// `GET /sign-in/verify`.
pub fn second_step(frame: &Frame, view: &SecondStep) -> String {
    match (view.method, &view.asked) {
        (Way::App, _) => code_of_app(frame, view),
        (Way::Phone(dial), None) => offer(frame, view, dial),
        (Way::Phone(dial), Some(asked)) => phone(frame, view, dial, asked),
    }
}

/// A code from an authenticator app.
fn code_of_app(frame: &Frame, view: &SecondStep) -> String {
    let title = Texts::of(frame.language).sign_in.verify_title;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.sign_in;
        view! {
            <div class="card card--narrow">
                <h1>{words.verify_title}</h1>
                <p class="lead">{(words.verify_lead)(view.apps)}</p>
                <form class="stack" method="post" action="/sign-in/verify">
                    <input type="hidden" name="way" value="app"/>
                    {code_field(texts, &view.problems)}
                    {remember(texts, view)}
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{texts.common.verify}</button>
                    </div>
                </form>
                {ways_out(texts, view.others)}
            </div>
        }
    })
}

/// Nothing was sent yet: the button that does.
fn offer(frame: &Frame, view: &SecondStep, dial: Dial) -> String {
    let texts = Texts::of_phones(frame.language);
    let title = (texts.phone.title_offer)(dial.line());
    let problems = asked::fitting(&view.problems, None);
    document_in(frame, texts, title, &problems, |texts| {
        let words = &texts.phone;
        let button = (asked::offer(texts, dial), "button button--primary");
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <p class="lead">{(words.offer_lead)(dial.line())}</p>
                {asked::ask("/sign-in/ask", dial, None, button)}
                <p class="hint">{(words.sender)(&frame.organisation)}</p>
                {ways_out(texts, view.others)}
            </div>
        }
    })
}

/// "Don't ask again for X days" (F-076).
fn remember(texts: &'static Texts, view: &SecondStep) -> impl IntoView + use<> {
    let words = &texts.trusts;
    let (days, ticked) = (view.remember_days, view.remember);
    (days > 0).then(|| {
        view! {
            <div class="field">
                <label class="checkbox">
                    <input type="checkbox" name="remember" value="yes" checked=ticked aria-describedby="remember-hint"/>
                    <span>{(words.remember)(days)}</span>
                </label>
                <p class="hint" id="remember-hint">{words.remember_hint}</p>
            </div>
        }
    })
}

/// A telephone is being asked.
fn phone(frame: &Frame, view: &SecondStep, dial: Dial, phone: &PhoneAsked) -> String {
    let texts = Texts::of_phones(frame.language);
    let title = asked::title(texts, phone);
    let problems = asked::fitting(&view.problems, Some(phone));
    document_in(frame, texts, title, &problems, |texts| {
        let asking = Asking {
            asked: phone,
            here: frame.here.clone(),
            action: "/sign-in/verify",
            fields: vec![("way", "phone".to_owned())],
            before: None,
            after: Some(remember(texts, view).into_any()),
            again: "/sign-in/ask",
            again_fields: vec![("way", dial.key().to_owned())],
            follow: "/sign-in/progress",
            complete: true,
        };
        view! {
            <div class="card card--narrow" data-live=frame.here.as_str()>
                <h1>{title}</h1>
                {asked::body(frame, texts, &problems, asking)}
                {ways_out(texts, view.others)}
            </div>
        }
    })
}

/// Another way, or whom to call where there is none (F-077, F-078); what the helpdesk gave to whoever has
/// lost their only one; and out.
fn ways_out(texts: &'static Texts, others: bool) -> impl IntoView {
    let other = others.then(
        || view! { <a class="button button--link" href="/sign-in/other">{texts.sign_in.other}</a> },
    );
    view! {
        {(!others).then(|| view! { <p class="hint">{texts.sign_in.no_other}</p> })}
        <div class="cluster">
            {other}
            <a class="button button--link" href="/sign-in/pass">{texts.desk.pass_link}</a>
            <form method="post" action="/sign-in/cancel">
                <button class="button button--link" type="submit">{texts.common.cancel}</button>
            </form>
        </div>
    }
}

/// `GET /sign-in/other`.
pub fn other_ways(frame: &Frame, view: &OtherWays) -> String {
    let title = Texts::of(frame.language).sign_in.other;
    document(frame, title, &[], |texts| {
        let words = &texts.sign_in;
        let alternate = view.alternate.map(|refusal| {
            let dial = Dial::CallBackup;
            way(texts, (texts.dial)(dial), Some(dial), refusal)
        });
        let ways = view
            .ways
            .iter()
            .map(|choice| {
                let dial = Dial::of_option(choice.option);
                way(
                    texts,
                    (texts.preferred)(choice.option),
                    dial,
                    choice.refusal,
                )
            })
            .collect_view();
        view! {
            <div class="card card--narrow">
                <h1>{words.other}</h1>
                <p class="lead">{words.other_lead}</p>
                <ul class="method-list">
                    {ways}
                    {alternate}
                    <li class="method">
                        <a class="link method__name" href="/sign-in/pass">{texts.desk.pass_label}</a>
                        <span class="method__state">{texts.desk.pass_link}</span>
                    </li>
                </ul>
                <div class="info"><p>{words.other_help}</p></div>
                <div class="cluster">
                    <a class="button button--secondary" href="/sign-in/verify">{texts.common.back}</a>
                </div>
            </div>
        }
    })
}

/// `GET /sign-in/pass`: a Temporary Access Pass in place of the second step (F-153).
pub fn pass(frame: &Frame, problems: &[Problem]) -> String {
    let title = Texts::of(frame.language).desk.pass_label;
    document(frame, title, problems, |texts| {
        let field = Field {
            name: "pass",
            label: texts.desk.pass_label,
            hint: texts.desk.pass_hint,
            value: "",
            autocomplete: "off",
            problems,
        };
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <form class="stack" method="post" action="/sign-in/pass">
                    {text_field(texts, field, Kind::User)}
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{texts.common.verify}</button>
                        <a class="button button--secondary" href="/sign-in/verify">{texts.common.back}</a>
                    </div>
                </form>
            </div>
        }
    })
}

/// A row: a telephone is asked by a button, because that sends something; a code is only a page away.
fn way(
    texts: &'static Texts,
    name: &'static str,
    dial: Option<Dial>,
    refusal: Option<Refusal>,
) -> impl IntoView {
    match (refusal, dial) {
        (Some(refusal), _) => view! {
            <li class="method">
                <span class="method__name">{name}</span>
                <span class="method__state">{(texts.refusal)(refusal)}</span>
            </li>
        }
        .into_any(),
        (None, Some(dial)) => view! {
            <li class="method">
                {asked::ask("/sign-in/ask", dial, None, (name, "button button--link"))}
                <span class="method__state">{texts.sign_in.usable}</span>
            </li>
        }
        .into_any(),
        (None, None) => view! {
            <li class="method">
                <a class="link method__name" href="/sign-in/verify?way=app">{name}</a>
                <span class="method__state">{texts.sign_in.usable}</span>
            </li>
        }
        .into_any(),
    }
}
