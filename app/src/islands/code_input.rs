//! The box for a six-digit code. People type `123 456`, paste it with a stray line break, or take
//! the keyboard's suggestion; the box keeps the digits and drops the rest while they do.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlInputElement};

use super::reach;

/// A verification code has so many digits (RFC 6238).
const DIGITS: usize = 6;

/// The input named `code`, with the id `code`. Label, hint and problem are the page's.
#[component]
pub fn CodeInput(
    /// Ids for `aria-describedby`, separated by spaces; empty when there are none.
    #[prop(into)]
    described_by: String,
    /// Whether the last code was refused: sets `aria-invalid`.
    invalid: bool,
) -> impl IntoView {
    view! {
        <input
            class="input input--code"
            id="code"
            name="code"
            type="text"
            inputmode="numeric"
            autocomplete="one-time-code"
            autocapitalize="off"
            spellcheck="false"
            maxlength="32"
            aria-describedby=(!described_by.is_empty()).then_some(described_by)
            aria-invalid=invalid.then_some("true")
        />
        <OnlyDigits/>
    }
}

/// Stands behind the input and watches it.
#[island]
fn OnlyDigits() -> impl IntoView {
    view! { <span hidden use:watch></span> }
}

fn watch(island: Element) {
    let Some(input) = reach::control(&island).and_then(|c| c.dyn_into::<HtmlInputElement>().ok())
    else {
        return;
    };
    reach::on(&input.clone(), "input", move |_| {
        let typed = input.value();
        let kept = digits(&typed);
        if kept != typed {
            input.set_value(&kept);
        }
    });
}

/// The first six digits of what was typed.
fn digits(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_digit)
        .take(DIGITS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn keeps_digits_only_and_no_more_than_six() {
        for (typed, kept) in [
            ("123 456", "123456"),
            (" 12-34\n56 ", "123456"),
            ("1234567", "123456"),
            ("١٢٣", ""),
            ("", ""),
        ] {
            assert_eq!(digits(typed), kept, "{typed:?}");
        }
    }
}
