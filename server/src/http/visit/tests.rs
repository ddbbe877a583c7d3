//! Attack A-119: where a visitor may be sent on to.

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
