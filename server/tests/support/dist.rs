//! A browser half as small as one can be, in the shape that the build gives it, so that pages have their
//! script and style tags without a build.

use std::fs;
use std::path::Path;

use server::http::assets::Bundle;

/// The page that the build writes; taken from one.
const PAGE: &str = include_str!("../../src/http/assets/trunk-0.21.14.html");

/// Writes it into a directory.
pub fn write(place: &Path) {
    for (name, text) in [
        ("index.html", PAGE),
        ("pkg/proofup-a4662833132a8f85.css", "body{}"),
        ("pkg/loader-77b96a7403b55645.js", "load()"),
        ("pkg/hydrate-319f2581a8781bc3.js", "glue()"),
        ("pkg/hydrate-319f2581a8781bc3_bg.wasm", "module"),
        ("public/favicon.svg", "<svg/>"),
        ("public/robots.txt", "User-agent: *"),
        ("public/site.webmanifest", "{}"),
    ] {
        let path = place.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// The same, loaded.
pub fn bundle() -> Bundle {
    let place = tempfile::tempdir().unwrap();
    write(place.path());
    Bundle::load(place.path()).unwrap()
}
