use http::HeaderName;
use tempfile::TempDir;

use super::*;

const WASM: &str = "/pkg/hydrate-319f2581a8781bc3_bg.wasm";

fn dist() -> TempDir {
    let dist = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = dist.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    write("index.html", include_bytes!("trunk-0.21.14.html"));
    write("pkg/proofup-a4662833132a8f85.css", b"body{}");
    write("pkg/loader-77b96a7403b55645.js", b"load()");
    write("pkg/hydrate-319f2581a8781bc3.js", b"glue()");
    write("pkg/hydrate-319f2581a8781bc3_bg.wasm", b"\0asm plain");
    write("pkg/hydrate-319f2581a8781bc3_bg.wasm.br", b"as brotli");
    write("pkg/hydrate-319f2581a8781bc3_bg.wasm.gz", b"as gzip");
    write("pkg/proofup-a4662833132a8f85.css.gz", b"css as gzip");
    write("public/favicon.svg", b"<svg/>");
    write("public/robots.txt", b"User-agent: *");
    write("public/site.webmanifest", b"{}");
    dist
}

fn ask(bundle: &Bundle, method: Method, path: &str, headers: &[(HeaderName, &str)]) -> Response {
    let headers = headers
        .iter()
        .map(|(name, value)| (name.clone(), value.parse().unwrap()))
        .collect();
    bundle.answer(&method, path, &headers)
}

fn get(bundle: &Bundle, path: &str, headers: &[(HeaderName, &str)]) -> Response {
    ask(bundle, Method::GET, path, headers)
}

fn header(response: &Response, name: HeaderName) -> &str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

async fn body(response: Response) -> Bytes {
    axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap()
}

#[test]
fn without_a_build_the_error_says_what_to_do() {
    let empty = tempfile::tempdir().unwrap();
    let error = Bundle::load(empty.path()).unwrap_err().to_string();
    assert!(
        error.contains("index.html is missing") && error.contains("make run"),
        "{error}"
    );
}

#[test]
fn a_build_that_lost_a_file_is_refused() {
    let dist = dist();
    fs::remove_file(dist.path().join("pkg/loader-77b96a7403b55645.js")).unwrap();
    let error = Bundle::load(dist.path()).unwrap_err().to_string();
    assert!(
        error.starts_with("/pkg/loader-77b96a7403b55645.js is named"),
        "{error}"
    );
}

#[test]
fn an_empty_bundle_serves_nothing() {
    let bundle = Bundle::empty();
    assert_eq!(*bundle.assets, Assets::default());
    assert_eq!(
        get(&bundle, "/robots.txt", &[]).status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn each_file_has_its_kind_and_its_age() {
    let bundle = Bundle::load(dist().path()).unwrap();
    let year = "public, max-age=31536000, immutable";
    let hour = "public, max-age=3600";
    for (path, kind, cache) in [
        (WASM, "application/wasm", year),
        (
            bundle.assets.glue.href.as_str(),
            "text/javascript; charset=utf-8",
            year,
        ),
        (
            bundle.assets.styles[0].href.as_str(),
            "text/css; charset=utf-8",
            year,
        ),
        ("/favicon.svg", "image/svg+xml", hour),
        ("/robots.txt", "text/plain; charset=utf-8", hour),
        ("/site.webmanifest", "application/manifest+json", hour),
    ] {
        let response = get(&bundle, path, &[]);
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(header(&response, CONTENT_TYPE), kind, "{path}");
        assert_eq!(header(&response, CACHE_CONTROL), cache, "{path}");
        assert_eq!(header(&response, VARY), "accept-encoding", "{path}");
    }
    assert_eq!(
        body(get(&bundle, "/robots.txt", &[])).await,
        "User-agent: *"
    );
}

#[tokio::test]
async fn the_best_form_that_exists_is_sent() {
    let bundle = Bundle::load(dist().path()).unwrap();
    let css = bundle.assets.styles[0].href.clone();
    for (path, accept, encoding, bytes) in [
        (WASM, "gzip, deflate, br, zstd", "br", "as brotli"),
        (WASM, "gzip, br;q=0", "gzip", "as gzip"),
        (WASM, "identity", "", "\0asm plain"),
        (css.as_str(), "gzip, br", "gzip", "css as gzip"),
        ("/robots.txt", "gzip, br", "", "User-agent: *"),
    ] {
        let response = get(&bundle, path, &[(ACCEPT_ENCODING, accept)]);
        assert_eq!(
            header(&response, CONTENT_ENCODING),
            encoding,
            "{path} {accept}"
        );
        assert_eq!(header(&response, CONTENT_LENGTH), bytes.len().to_string());
        assert_eq!(body(response).await, bytes, "{path} {accept}");
    }
}

#[tokio::test]
async fn what_the_browser_has_is_not_sent_again() {
    let bundle = Bundle::load(dist().path()).unwrap();
    let br = (ACCEPT_ENCODING, "br");
    let first = get(&bundle, WASM, std::slice::from_ref(&br));
    let tag = header(&first, ETAG).to_owned();
    assert!(tag.starts_with('"') && tag.ends_with("-br\""), "{tag}");
    for known in [
        tag.clone(),
        format!("W/{tag}"),
        format!("\"other\", {tag}"),
        "*".into(),
    ] {
        let again = get(&bundle, WASM, &[br.clone(), (IF_NONE_MATCH, &known)]);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{known}");
        assert_eq!(header(&again, ETAG), tag);
        assert!(body(again).await.is_empty());
    }
    let other_form = get(&bundle, WASM, &[(IF_NONE_MATCH, &tag)]);
    assert_eq!(
        other_form.status(),
        StatusCode::OK,
        "the plain form is another one"
    );
}

#[tokio::test]
async fn head_says_the_same_without_the_body() {
    let bundle = Bundle::load(dist().path()).unwrap();
    let head = ask(&bundle, Method::HEAD, "/favicon.svg", &[]);
    let full = get(&bundle, "/favicon.svg", &[]);
    assert_eq!(head.headers(), full.headers());
    assert!(body(head).await.is_empty() && !body(full).await.is_empty());
}

#[test]
fn files_cannot_be_written_and_nothing_else_is_found() {
    let bundle = Bundle::load(dist().path()).unwrap();
    let posted = ask(&bundle, Method::POST, "/robots.txt", &[]);
    assert_eq!(posted.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(header(&posted, ALLOW), "GET, HEAD");
    for path in [
        "/",
        "/index.html",
        "/pkg",
        "/pkg/",
        "/pkg/../index.html",
        "/pkg/..%2findex.html",
        "/robots.txt/",
        "//robots.txt",
        "/ROBOTS.TXT",
        "/public/robots.txt",
        "/etc/passwd",
        "/pkg/proofup-a4662833132a8f85.css.gz",
    ] {
        assert_eq!(
            get(&bundle, path, &[]).status(),
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}
