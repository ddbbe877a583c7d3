//! The gate and the wizard: first contact, test, backup number, one app password.

use domain::method::Contact;
use leptos::prelude::*;

use super::app_passwords::secret;
use crate::components::{
    Choice, Field, Kind, choice, country_field, described_by, document, problem_line, steps,
    text_field, warning, wrong,
};
use crate::text::Texts;
use crate::view::{Backup, ChooseContact, Frame, Gate, LastStep, Verified};

/// `GET /enrol` (F-001 to F-005), where the organisation's rules may let it be put off.
pub fn gate(frame: &Frame, view: &Gate) -> String {
    let title = Texts::of(frame.language).enrol.gate;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.enrol;
        let need = match view.grace {
            Some(_) => texts.grace.need,
            None => words.gate_need,
        };
        let skip = view.grace.is_some().then(|| {
            view! {
                <form method="post" action="/enrol/skip">
                    <button class="button button--link" type="submit">{texts.grace.skip}</button>
                </form>
            }
        });
        view! {
            <div class="card card--narrow">
                <h1>{words.gate}</h1>
                <p class="lead">{format!("{} {}", (words.gate_hello)(&view.name), words.gate_why)}</p>
                <p>{need}</p>
                {view.grace.map(|until| view! { <p>{(texts.grace.can_until)(until)}</p> })}
                <div class="cluster">
                    <form method="post" action="/enrol">
                        <button class="button button--primary" type="submit">{words.gate_button}</button>
                    </form>
                    {skip}
                </div>
                <p class="hint">{(words.gate_personal)(&frame.organisation)}</p>
                <div class="cluster">
                    <a class="button button--link" href="/help">{words.gate_help}</a>
                    <form method="post" action="/sign-in/cancel">
                        <button class="button button--link" type="submit">{texts.common.sign_out}</button>
                    </form>
                </div>
            </div>
        }
    })
}

/// `GET /enrol/contact`: step 1 (F-010 to F-016).
pub fn choose_contact(frame: &Frame, view: &ChooseContact) -> String {
    let title = Texts::of(frame.language).enrol.contact_title;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.enrol;
        let wrong = wrong(texts, "contact", &view.problems);
        let described_by = described_by("contact", false, wrong.is_some());
        let invalid = wrong.is_some().then_some("true");
        let options = view
            .contacts
            .iter()
            .map(|(contact, refusal)| {
                view! {
                    <option
                        value=contact.key()
                        selected=*contact == view.contact
                        disabled=refusal.is_some()
                    >
                        {(texts.contact)(*contact)}
                    </option>
                }
            })
            .collect_view();
        let lines = view
            .contacts
            .iter()
            .map(|(contact, refusal)| {
                view! {
                    <li>
                        <strong>{(texts.contact)(*contact)}</strong>
                        {format!(": {}", (texts.contact_line)(*contact))}
                        {refusal.map(|refusal| view! { <p class="hint">{(texts.refusal)(refusal)}</p> })}
                    </li>
                }
            })
            .collect_view();
        let usable = |phone: bool| {
            view.contacts.iter().any(|(contact, refusal)| {
                (*contact != Contact::MobileApp) == phone && refusal.is_none()
            })
        };
        let app = usable(false) && (view.notification.is_none() || view.code.is_none());
        let phones = usable(true);
        let possible = app || phones;
        let set_up = if view.configured {
            "button button--secondary"
        } else {
            "button button--primary"
        };
        view! {
            <div class="card card--narrow">
                {steps(texts, 1, view.steps)}
                <h1><label for="contact">{words.contact_title}</label></h1>
                {view.configured.then(|| configured(texts))}
                <form class="stack" method="post" action="/enrol/contact">
                    <div class="field">
                        {wrong.map(|text| problem_line("contact", text))}
                        <select
                            class="select"
                            id="contact"
                            name="contact"
                            aria-describedby=described_by
                            aria-invalid=invalid
                        >
                            {options}
                        </select>
                    </div>
                    {(app || !phones).then(|| modes(texts, view, phones))}
                    {possible.then(|| view! {
                        <div class="cluster">
                            <button class=set_up type="submit">{words.set_up}</button>
                        </div>
                    })}
                </form>
                <section class="stack">
                    <h2>{words.contact_lead}</h2>
                    <ul>{lines}</ul>
                </section>
                <form method="post" action="/sign-in/cancel">
                    <div class="cluster">
                        <button class="button button--link" type="submit">{texts.common.sign_out}</button>
                    </div>
                </form>
            </div>
        }
    })
}

/// The success message after the QR screen, with the way to the test (F-030).
fn configured(texts: &'static Texts) -> impl IntoView {
    let words = &texts.enrol;
    view! {
        <div class="notice notice--success" role="status">
            <p><strong>{words.configured}</strong></p>
            <p>{words.configured_next}</p>
        </div>
        <form method="post" action="/enrol/contact-me">
            <div class="cluster">
                <button class="button button--primary" type="submit">{words.contact_me}</button>
            </div>
        </form>
    }
}

/// "How do you want to use the mobile app?" Beside `phones` it says that this is for the app only. The first mode that can be used is chosen and carries
/// the id that the error summary leads to.
fn modes(texts: &'static Texts, view: &ChooseContact, phones: bool) -> impl IntoView + use<> {
    let words = &texts.enrol;
    let wrong = wrong(texts, "mode", &view.problems);
    let described_by = described_by("mode", phones, wrong.is_some());
    // A code works for everybody, so it is the one that is chosen where both can be.
    let code_first = view.code.is_none();
    let notification = Choice {
        group: "mode",
        key: "notification",
        label: words.notification,
        line: words.notification_line,
        chosen: !code_first,
        refusal: view.notification,
    };
    let code = Choice {
        key: "code",
        label: words.code,
        line: words.code_line,
        chosen: code_first,
        refusal: view.code,
        ..notification
    };
    view! {
        <fieldset class="field" aria-describedby=described_by>
            <legend class="field__label">{words.mode}</legend>
            {phones.then(|| view! { <p class="hint" id="mode-hint">{words.mode_only}</p> })}
            {wrong.map(|text| problem_line("mode", text))}
            {choice(texts, notification)}
            {choice(texts, code)}
        </fieldset>
    }
}

/// `GET /enrol/verified`: the success state (F-028).
pub fn verified(frame: &Frame, view: &Verified) -> String {
    let title = Texts::of(frame.language).enrol.verified_title;
    document(frame, title, &[], |texts| {
        view! {
            <div class="card card--narrow">
                {steps(texts, 2, view.steps)}
                <h1>{texts.enrol.verified_title}</h1>
                <div class="notice notice--success" role="status">
                    <p>{texts.enrol.verified_lead}</p>
                </div>
                <form method="post" action="/enrol/verified">
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{texts.common.close}</button>
                    </div>
                </form>
            </div>
        }
    })
}

/// `GET /enrol/backup`: step 3 (F-029).
pub fn backup(frame: &Frame, view: &Backup) -> String {
    let title = Texts::of(frame.language).enrol.backup_title;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.enrol;
        let number = Field {
            name: "number",
            label: words.number,
            hint: words.number_hint,
            value: &view.number,
            autocomplete: "tel",
            problems: &view.problems,
        };
        view! {
            <div class="card card--narrow">
                {steps(texts, 3, view.steps)}
                <h1>{words.backup_title}</h1>
                <p class="lead">{words.backup_lead}</p>
                <p>{words.backup_fact}</p>
                <form class="stack" method="post" action="/enrol/backup">
                    {country_field(texts, &view.countries, &view.country, &view.problems)}
                    {text_field(texts, number, Kind::Phone)}
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{texts.common.next}</button>
                    </div>
                </form>
                <form method="post" action="/enrol/backup/skip">
                    <div class="cluster">
                        <button class="button button--link" type="submit">{words.skip}</button>
                    </div>
                </form>
            </div>
        }
    })
}

/// `GET /enrol/app-password`: the last step (F-082 to F-084).
pub fn last_step(frame: &Frame, view: &LastStep) -> String {
    let title = (Texts::of(frame.language).enrol.last_title)(view.steps);
    document(frame, &title, &[], |texts| {
        let words = &texts.enrol;
        view! {
            <div class="card card--narrow">
                {steps(texts, view.steps, view.steps)}
                <h1>{title.as_str()}</h1>
                <p>{words.last_lead}</p>
                {secret(texts, &view.value, &view.login)}
                {warning(texts.app_passwords.once)}
                <p>{words.last_skip}</p>
                <form method="post" action="/enrol/finish">
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{texts.common.done}</button>
                    </div>
                </form>
            </div>
        }
    })
}
