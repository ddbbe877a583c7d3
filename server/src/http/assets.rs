//! The built browser half and the few public files, held in memory from the start.
//!
//! After [`Bundle::load`] no request touches the file system: an address is a key in a map or it is
//! not found, so no spelling of a path leads anywhere else. Files under `/pkg` carry a hash in their
//! name and are kept by browsers for a year; the others for an hour. Compressed forms were made at
//! build time by `pack`. Pages are never compressed here: they mix secrets with what was typed.

mod encoding;
mod manifest;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use app::view::Assets;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use sha2::{Digest as _, Sha256};

use super::Portal;
use encoding::Encoding;

/// A hashed name never means anything else.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// The icon and its like may change with a release.
const AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// Everything that is served as a file, and the names that pages refer to.
#[derive(Debug, Default)]
pub struct Bundle {
    /// The names and digests for the head of every page.
    pub assets: Arc<Assets>,
    files: BTreeMap<String, File>,
}

/// Why the built browser half cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NotBuilt {
    /// There is no build at all.
    #[error("{} is missing: build the browser half first, with `make run` or `trunk build --release`", .0.display())]
    Missing(PathBuf),
    /// The page that Trunk wrote lacks something.
    #[error("{} names no {what}: build the browser half again", page.display())]
    Incomplete {
        /// The page.
        page: PathBuf,
        /// What was looked for.
        what: &'static str,
    },
    /// A file that the page names is not there.
    #[error("{0} is named by the build but is not there: build the browser half again")]
    Lost(String),
    /// A file could not be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// One file in its forms.
#[derive(Debug)]
struct File {
    kind: HeaderValue,
    cache: HeaderValue,
    tag: String,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Bundle {
    /// Reads what Trunk built.
    ///
    /// # Errors
    /// When there is no build, it is incomplete, or a file cannot be read.
    pub fn load(dist: &Path) -> Result<Self, NotBuilt> {
        let page = dist.join("index.html");
        let html = fs::read_to_string(&page).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => NotBuilt::Missing(page.clone()),
            _ => NotBuilt::Unreadable {
                path: page.clone(),
                source,
            },
        })?;
        let assets = manifest::read(&html).map_err(|what| NotBuilt::Incomplete { page, what })?;
        let mut files = BTreeMap::new();
        collect(&dist.join("pkg"), "/pkg/", &FOREVER, &mut files)?;
        collect(&dist.join("public"), "/", &AN_HOUR, &mut files)?;
        let named = [&assets.loader, &assets.glue, &assets.wasm];
        for asset in assets.styles.iter().chain(named) {
            if !files.contains_key(&asset.href) {
                return Err(NotBuilt::Lost(asset.href.clone()));
            }
        }
        Ok(Self {
            assets: Arc::new(assets),
            files,
        })
    }

    /// Nothing built: pages have neither style nor scripts. For tests of everything else.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Answers a request for a file.
    fn answer(&self, method: &Method, path: &str, headers: &HeaderMap) -> Response {
        let Some(file) = self.files.get(path) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        if method != Method::GET && method != Method::HEAD {
            return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response();
        }
        let accepted = headers.get_all(ACCEPT_ENCODING);
        let (encoding, bytes) = file.form(encoding::accepted(accepted.iter()));
        let mut response = Response::new(Body::empty());
        let tag = file.tag(encoding);
        let known = headers
            .get_all(IF_NONE_MATCH)
            .iter()
            .any(|value| matches(value, &tag));
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            response
                .headers_mut()
                .insert(CONTENT_TYPE, file.kind.clone());
            response
                .headers_mut()
                .insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
            if let Some(token) = encoding.token() {
                response.headers_mut().insert(CONTENT_ENCODING, token);
            }
            if method == Method::GET {
                *response.body_mut() = Body::from(bytes.clone());
            }
        }
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            response.headers_mut().insert(ETAG, tag);
        }
        response
            .headers_mut()
            .insert(CACHE_CONTROL, file.cache.clone());
        response
            .headers_mut()
            .insert(VARY, HeaderValue::from_static("accept-encoding"));
        response
    }
}

/// The router's last resort: a file, or not found.
pub async fn file(
    State(portal): State<Arc<Portal>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    portal.bundle.answer(&method, uri.path(), &headers)
}

impl File {
    /// The first form in the wanted order that exists.
    fn form(&self, order: impl IntoIterator<Item = Encoding>) -> (Encoding, &Bytes) {
        let has = |encoding| match encoding {
            Encoding::Brotli => self.brotli.as_ref(),
            Encoding::Gzip => self.gzip.as_ref(),
            Encoding::Plain => Some(&self.plain),
        };
        order
            .into_iter()
            .find_map(|encoding| has(encoding).map(|bytes| (encoding, bytes)))
            .unwrap_or((Encoding::Plain, &self.plain))
    }

    /// The entity tag of a form. Each form has its own, as each has its own bytes.
    fn tag(&self, encoding: Encoding) -> String {
        format!("\"{}{}\"", self.tag, encoding.suffix())
    }
}

/// Whether an `If-None-Match` header names a tag (weak comparison, RFC 9110, section 13.1.2).
fn matches(header: &HeaderValue, tag: &str) -> bool {
    header.to_str().is_ok_and(|list| {
        list.split(',')
            .map(str::trim)
            .any(|one| one == "*" || one.trim_start_matches("W/") == tag)
    })
}

/// Reads the files of one directory under their addresses; compressed forms go with their file.
fn collect(
    directory: &Path,
    prefix: &str,
    cache: &HeaderValue,
    files: &mut BTreeMap<String, File>,
) -> Result<(), NotBuilt> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| NotBuilt::Unreadable { path, source }
    };
    for entry in fs::read_dir(directory).map_err(unreadable(directory))? {
        let path = entry.map_err(unreadable(directory))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        let Some(kind) = kind(name).filter(|_| path.is_file()) else {
            continue;
        };
        let plain = Bytes::from(fs::read(&path).map_err(unreadable(&path))?);
        let compressed = |ending: &str| {
            let path = directory.join(format!("{name}.{ending}"));
            match fs::read(&path) {
                Ok(bytes) => Ok(Some(Bytes::from(bytes))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(unreadable(&path)(error)),
            }
        };
        let (brotli, gzip) = (compressed("br")?, compressed("gz")?);
        let digest = Sha256::digest(&plain);
        let tag = BASE64URL_NOPAD.encode(digest.get(..12).unwrap_or_default());
        let file = File {
            kind,
            cache: cache.clone(),
            tag,
            plain,
            brotli,
            gzip,
        };
        files.insert(format!("{prefix}{name}"), file);
    }
    Ok(())
}

/// The content type of a name; what has none here is not served.
fn kind(name: &str) -> Option<HeaderValue> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(HeaderValue::from_static(match ending {
        "css" => "text/css; charset=utf-8",
        "ico" => "image/x-icon",
        "js" => "text/javascript; charset=utf-8",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => return None,
    }))
}

#[cfg(test)]
mod tests;
