//! Signing in: user name and password, the second step, and the other ways to pass it.

use domain::method::Preferred;
use leptos::prelude::*;

use crate::components::{Field, Kind, code_field, document, password_field, text_field};
use crate::text::Texts;
use crate::view::{Frame, OtherWays, SecondStep, SignIn};

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
    let title = Texts::of(frame.language).sign_in.verify_title;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.sign_in;
        let instead = (view.method != Preferred::AppCode).then(|| {
            view! { <div class="info"><p>{(words.verify_instead)((texts.preferred)(view.method))}</p></div> }
        });
        view! {
            <div class="card card--narrow">
                <h1>{words.verify_title}</h1>
                <p class="lead">{(words.verify_lead)(view.apps)}</p>
                {instead}
                <form class="stack" method="post" action="/sign-in/verify">
                    {code_field(texts, &view.problems)}
                    {remember(texts, view)}
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{texts.common.verify}</button>
                    </div>
                </form>
                {(!view.others).then(|| view! { <p class="hint">{words.no_other}</p> })}
                <div class="cluster">
                    {view.others.then(|| view! { <a class="button button--link" href="/sign-in/other">{words.other}</a> })}
                    <form method="post" action="/sign-in/cancel">
                        <button class="button button--link" type="submit">{texts.common.cancel}</button>
                    </form>
                </div>
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

/// `GET /sign-in/other`.
pub fn other_ways(frame: &Frame, view: &OtherWays) -> String {
    let title = Texts::of(frame.language).sign_in.other;
    document(frame, title, &[], |texts| {
        let words = &texts.sign_in;
        let ways = view
            .ways
            .iter()
            .map(|way| {
                let name = (texts.preferred)(way.option);
                match way.refusal {
                    None => view! {
                        <li class="method">
                            <a class="link method__name" href="/sign-in/verify">{name}</a>
                            <span class="method__state">{words.usable}</span>
                        </li>
                    }
                    .into_any(),
                    Some(refusal) => view! {
                        <li class="method">
                            <span class="method__name">{name}</span>
                            <span class="method__state">{(texts.refusal)(refusal)}</span>
                        </li>
                    }
                    .into_any(),
                }
            })
            .collect_view();
        view! {
            <div class="card card--narrow">
                <h1>{words.other}</h1>
                <p class="lead">{words.other_lead}</p>
                <ul class="method-list">{ways}</ul>
                <div class="info"><p>{words.other_help}</p></div>
                <div class="cluster">
                    <a class="button button--secondary" href="/sign-in/verify">{texts.common.back}</a>
                </div>
            </div>
        }
    })
}
