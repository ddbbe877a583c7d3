//! A telephone that is being asked, as the sign-in, the step-up and the set-up show it: how far it has
//! come, the code or the keys, and another one. Every state is a page of its own, complete without
//! scripts; where they run, an island follows the progress.

use domain::dial::{Dial, Line, Progress};
use leptos::prelude::*;

use crate::components::{code_field, hidden};
use crate::islands::FollowPhone;
use crate::text::Texts;
use crate::view::{Frame, PhoneAsked, Problem};

/// The id of the form with "Verify".
const VERIFY: &str = "verify";

/// Where the answers of a telephone go.
pub(super) struct Asking<'a> {
    /// The telephone.
    pub asked: &'a PhoneAsked,
    /// The page itself, from which it can be brought up to date.
    pub here: String,
    /// Where "Verify" posts to.
    pub action: &'static str,
    /// What goes along with it unseen.
    pub fields: Vec<(&'static str, String)>,
    /// What else the form asks for, in front of the code.
    pub before: Option<AnyView>,
    /// What it offers behind the code.
    pub after: Option<AnyView>,
    /// Where another one is asked for.
    pub again: &'static str,
    /// What goes along with that unseen.
    pub again_fields: Vec<(&'static str, String)>,
    /// The address that answers with the progress alone.
    pub follow: &'static str,
    /// Once the telephone has confirmed, the form is complete and may be sent by itself.
    pub complete: bool,
}

/// It has come to nothing, and only another one helps.
const fn failed(progress: Progress) -> bool {
    !progress.open() && !matches!(progress, Progress::Confirmed)
}

/// There is no answer to wait for any more.
const fn ended(asked: &PhoneAsked) -> bool {
    failed(asked.progress) || !(asked.alive || matches!(asked.progress, Progress::Confirmed))
}

/// The problems of a page as it is now: what belongs to a box that is gone belongs to the whole page.
pub(super) fn fitting(problems: &[Problem], asked: Option<&PhoneAsked>) -> Vec<Problem> {
    let (form, code) = match asked {
        None => (false, false),
        Some(asked) => {
            let text = asked.dial.line() == Line::Text;
            let over = ended(asked);
            let confirmed = asked.progress == Progress::Confirmed;
            (!(text && over), text && !over && !confirmed)
        }
    };
    let fits = |field| match field {
        "code" => code,
        _ => form,
    };
    problems
        .iter()
        .map(|problem| Problem {
            field: if fits(problem.field) {
                problem.field
            } else {
                ""
            },
            refusal: problem.refusal,
        })
        .collect()
}

/// The title of the page.
pub(super) fn title(texts: &'static Texts, asked: &PhoneAsked) -> &'static str {
    let words = &texts.phone;
    match asked.progress {
        Progress::Confirmed => words.title_confirmed,
        progress if failed(progress) => (words.title_failed)(asked.dial.line()),
        _ => (words.title_asked)(asked.dial.line()),
    }
}

/// Everything below the title. It belongs into an element with `data-live`, which
/// names the page that it can be brought up to date from.
pub(super) fn body<'a>(
    frame: &'a Frame,
    texts: &'static Texts,
    problems: &'a [Problem],
    asking: Asking<'a>,
) -> impl IntoView + use<'a> {
    let words = &texts.phone;
    let asked = asking.asked;
    let line = asked.dial.line();
    let confirmed = asked.progress == Progress::Confirmed;
    let ended = ended(asked);
    // A box for a code that no longer counts would only mislead; a call is confirmed elsewhere.
    let form = (line == Line::Call || !ended).then(|| {
        let code = (line == Line::Text && !confirmed).then(|| {
            view! {
                {code_field(texts, problems)}
                {asked.reply.then(|| view! { <p class="hint">{words.reply}</p> })}
            }
        });
        let check = (!ended && !confirmed && (line == Line::Call || asked.reply))
            .then(|| view! { <a class="link" href=asking.here>{words.check}</a> });
        let style = if ended {
            "button button--secondary"
        } else {
            "button button--primary"
        };
        view! {
            <form class="stack" id=VERIFY method="post" action=asking.action>
                {hidden(&asking.fields)}
                {asking.before}
                {code}
                {asking.after}
                <div class="cluster">
                    <button class=style type="submit">{texts.common.verify}</button>
                    {check}
                </div>
            </form>
        }
    });
    // It stays when a page that follows turns out to be confirmed: the form is sent by it, not by the page.
    let follow = (!ended).then(|| {
        let form = if asking.complete { VERIFY } else { "" };
        view! { <FollowPhone follow=asking.follow known=asked.progress.key() form=form/> }
    });
    view! {
        {status(texts, asked)}
        {(!ended && !confirmed).then(|| keys(texts, asked))}
        {form}
        {another(texts, asked, asking.again, &asking.again_fields, ended)}
        <p class="hint">{(words.sender)(&frame.organisation)}</p>
        <details class="details">
            <summary>{(words.fraud)(line)}</summary>
            <p>{(words.fraud_what)(line)}</p>
        </details>
        {follow}
    }
}

/// How far it has come. The element stays while its words change, so that they are announced once.
fn status(texts: &'static Texts, asked: &PhoneAsked) -> impl IntoView + use<> {
    let words = &texts.phone;
    let line = asked.dial.line();
    let over = !asked.alive && asked.progress.open();
    let text = if over {
        (words.over)(line).to_owned()
    } else {
        (words.progress)(line, asked.progress, &asked.number)
    };
    let class = match asked.progress {
        Progress::Confirmed => "notice notice--success",
        progress if over || failed(progress) => "warning",
        _ => "notice",
    };
    view! {
        <div class=class role="status" id="progress">
            <p>{text}</p>
        </div>
    }
}

/// What to press during a call.
fn keys(texts: &'static Texts, asked: &PhoneAsked) -> impl IntoView + use<> {
    let words = &texts.phone;
    (asked.dial.line() == Line::Call).then(|| match asked.screen.clone() {
        Some(digits) => view! {
            <p>{words.screen}</p>
            <p class="secret">{digits}" #"</p>
        }
        .into_any(),
        None => view! { <p>{words.press}</p> }.into_any(),
    })
}

/// Another one. The button works at any time: a page cannot know when the wait is over, the server does.
fn another(
    texts: &'static Texts,
    asked: &PhoneAsked,
    action: &'static str,
    fields: &[(&'static str, String)],
    ended: bool,
) -> impl IntoView + use<> {
    let words = &texts.phone;
    let line = asked.dial.line();
    let style = if ended {
        "button button--primary"
    } else {
        "button button--secondary"
    };
    let wait = match asked.again_in {
        0 => String::new(),
        seconds => format!(" {}", (words.again_in)(&(texts.wait)(seconds))),
    };
    view! {
        <form class="stack" id="again" method="post" action=action>
            {hidden(fields)}
            <div class="cluster">
                <button class=style type="submit">{(words.again)(line)}</button>
            </div>
            <p class="hint">{(words.newest)(line)}{wait}</p>
        </form>
    }
}

/// A button that has a telephone asked.
pub(super) fn ask(
    action: &'static str,
    dial: Dial,
    next: Option<&str>,
    (label, class): (&'static str, &'static str),
) -> impl IntoView + use<> {
    let mut fields = vec![("way", dial.key().to_owned())];
    fields.extend(next.map(|next| ("next", next.to_owned())));
    let button = view! { <button class=class type="submit">{label}</button> };
    // In a list it stands where the links stand.
    let button = if class.contains("link") {
        button.into_any()
    } else {
        view! { <div class="cluster">{button}</div> }.into_any()
    };
    view! {
        <form method="post" action=action>
            {hidden(&fields)}
            {button}
        </form>
    }
}

/// The words of "Send me a code by text message" and "Call me".
pub(super) fn offer(texts: &'static Texts, dial: Dial) -> &'static str {
    match dial.line() {
        Line::Text => texts.phone.text,
        Line::Call => texts.phone.call,
    }
}
