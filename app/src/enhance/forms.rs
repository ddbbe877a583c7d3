//! Which submits are ours, and what a form says. Attributes are read as attributes, never as
//! properties of the form: an input named `action` would stand in front of the property.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FormData, HtmlElement, HtmlFormElement, SubmitEvent, Url, UrlSearchParams};

use super::{Visit, browser};

/// A form that is being posted.
pub struct Sending {
    body: UrlSearchParams,
    form: HtmlFormElement,
    button: Option<HtmlElement>,
}

impl Sending {
    /// The fields, as `application/x-www-form-urlencoded`.
    pub fn body(&self) -> &JsValue {
        &self.body
    }

    /// The form wants to stay where it is when its answer is the same page, like the keys of a telephone.
    pub fn stays(&self) -> bool {
        self.form.has_attribute("data-stay")
    }

    /// The form may be sent again, from where the person was.
    pub fn resume(&self) {
        self.release();
        if let Some(button) = self.button.as_ref().filter(|b| b.is_connected()) {
            let _ = button.focus();
        }
    }

    /// The answer is there: the form may be sent again.
    pub fn release(&self) {
        mark(&self.form, self.button.as_ref(), false);
    }
}

/// Whether the form of this submit is under way already.
pub fn is_busy(event: &SubmitEvent) -> bool {
    form_of(event).is_some_and(|form| form.has_attribute("aria-busy"))
}

/// The visit that a submit asks for, if the enhancer should make it. Marks a posted form as busy.
pub fn sent(event: &SubmitEvent) -> Option<Visit> {
    if event.default_prevented() {
        return None;
    }
    let form = form_of(event)?;
    let button = event.submitter();
    // What the button says goes before what the form says.
    let said = |name: &str| {
        let by_button = button
            .as_ref()
            .and_then(|b| b.get_attribute(&format!("form{name}")));
        by_button
            .or_else(|| form.get_attribute(name))
            .unwrap_or_default()
    };
    if !matches!(said("target").as_str(), "" | "_self")
        || !matches!(
            said("enctype").as_str(),
            "" | "application/x-www-form-urlencoded"
        )
    {
        return None;
    }
    let action = Url::new_with_base(&said("action"), &document().base_uri().ok()??).ok()?;
    if action.origin() != leptos::prelude::window().location().origin().ok()? {
        return None;
    }
    action.set_hash("");
    let body = fields(&form, button.as_deref())?;
    if said("method").eq_ignore_ascii_case("post") {
        mark(&form, button.as_ref(), true);
        let sending = Some(Sending { body, form, button });
        return Some(Visit {
            url: action.href(),
            fragment: String::new(),
            sending,
            entry: None,
        });
    }
    action.set_search(&String::from(body.to_string()));
    let url = browser::without_fragment(&action.href()).to_owned();
    Some(Visit {
        url,
        fragment: String::new(),
        sending: None,
        entry: None,
    })
}

fn form_of(event: &SubmitEvent) -> Option<HtmlFormElement> {
    event.target()?.dyn_into().ok()
}

fn fields(form: &HtmlFormElement, button: Option<&Element>) -> Option<UrlSearchParams> {
    let data = FormData::new_with_form(form).ok()?;
    if let Some(name) = button.and_then(|b| b.get_attribute("name")) {
        let value = button
            .and_then(|b| b.get_attribute("value"))
            .unwrap_or_default();
        data.append_with_str(&name, &value).ok()?;
    }
    UrlSearchParams::new_with_str_sequence_sequence(&data).ok()
}

fn mark(form: &Element, button: Option<&HtmlElement>, busy: bool) {
    for element in [Some(form), button.map(AsRef::as_ref)]
        .into_iter()
        .flatten()
    {
        let _ = match busy {
            true => element.set_attribute("aria-busy", "true"),
            false => element.remove_attribute("aria-busy"),
        };
    }
    if let Some(button) = button {
        let _ = button.toggle_attribute_with_force("disabled", busy);
    }
}
