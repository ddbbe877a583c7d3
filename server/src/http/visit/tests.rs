//! Attack A-119: where a visitor may be sent on to.

use app::view::as_value;

use super::*;

#[test]
fn only_bare_paths_of_our_own_are_followed() {
    for good in [
        "/profile",
        "/app-passwords/create",
        "/security/apps/0000000003e8ffffffffffffffffffff/delete",
    ] {
        assert_eq!(safe_path(good), good);
    }
    for evil in [
        "",
        "//e",
        "///e",
        "/\\e",
        "/%09/e",
        "https:e",
        "\\e",
        "javascript:alert(1)",
        "data:x",
        "/@e",
        "/x%0d%0aa:b",
        "/x\r\ny",
        "/.//e",
        "/a?b",
        "/a#b",
        "http://e",
        "/%252f%252fe",
        "/é",
    ] {
        assert_eq!(safe_path(evil), "", "{evil:?}");
    }
}

#[test]
fn a_119_parameters_are_plain_or_the_place_is_none() {
    for good in [
        "/administration/people/change?step=enable&id=0a&id=0b",
        "/security",
        "/security?",
    ] {
        assert_eq!(safe_place(good), good);
        let written = format!("next={}", as_value(good));
        let read: Vec<(String, String)> = serde_urlencoded::from_str(&written).unwrap();
        assert_eq!(read, [("next".to_owned(), good.to_owned())]);
    }
    let long = format!("/a?{}", "x".repeat(4_097));
    for evil in [
        "//evil.example?a=b",
        "?next=/a",
        "/a?next=//evil.example",
        "/a?b=%0d%0a",
        "/a?b=C",
        "/a?b?c",
        "/a?b#c",
        &long,
    ] {
        assert_eq!(safe_place(evil), "", "{evil:?}");
    }
}
