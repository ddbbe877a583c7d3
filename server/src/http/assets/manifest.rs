//! Reads the page that Trunk writes. It is never served; it tells the hashed names and the digests:
//! style sheets as links, our loader as a script, and glue and module as JSON in `#bundle`.

use app::view::{Asset, Assets};

#[derive(serde::Deserialize)]
struct Built {
    js: String,
    wasm: String,
}

/// The assets that the page names.
///
/// # Errors
/// What is missing.
pub(super) fn read(html: &str) -> Result<Assets, &'static str> {
    let links: Vec<_> = tags(html, "link").collect();
    let scripts: Vec<_> = tags(html, "script").collect();
    let styles: Vec<_> = links
        .iter()
        .filter(|tag| tag.attribute("rel") == Some("stylesheet"))
        .map(Tag::asset)
        .collect();
    if styles.iter().all(|style| style.href.is_empty()) {
        return Err("style sheet");
    }
    let loader = scripts
        .iter()
        .find(|tag| tag.attribute("src").is_some())
        .map(Tag::asset);
    let json = scripts
        .iter()
        .find(|tag| tag.attribute("id") == Some("bundle"))
        .map(|tag| tag.content);
    let Built { js, wasm } = json
        .and_then(|json| serde_json::from_str(json).ok())
        .ok_or("script and module")?;
    let glue = links.iter().map(Tag::asset).find(|asset| asset.href == js);
    Ok(Assets {
        styles,
        loader: loader.ok_or("loader")?,
        glue: glue.unwrap_or(Asset {
            href: js,
            integrity: String::new(),
        }),
        // Browsers do not apply a digest to a preloaded module, and `pack` takes the names of
        // functions out of it after Trunk made its digest.
        wasm: Asset {
            href: wasm,
            integrity: String::new(),
        },
    })
}

/// An opening tag.
struct Tag<'a> {
    inside: &'a str,
    /// What stands behind it, up to the next tag.
    content: &'a str,
}

impl Tag<'_> {
    fn attribute(&self, name: &str) -> Option<&str> {
        let mut rest = self.inside;
        while let Some((before, behind)) = rest.split_once("=\"") {
            let (value, next) = behind.split_once('"')?;
            if before.split_ascii_whitespace().next_back() == Some(name) {
                return Some(value);
            }
            rest = next;
        }
        None
    }

    fn asset(&self) -> Asset {
        let text = |name| self.attribute(name).unwrap_or_default().to_owned();
        let href = if self.attribute("src").is_some() {
            text("src")
        } else {
            text("href")
        };
        Asset {
            href,
            integrity: text("integrity"),
        }
    }
}

fn tags<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = Tag<'a>> {
    html.split('<').filter_map(move |part| {
        let (inside, content) = part.strip_prefix(name)?.split_once('>')?;
        inside
            .starts_with(|c: char| c.is_ascii_whitespace())
            .then_some(Tag { inside, content })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by Trunk 0.21.14 from `app/index.html`.
    const PAGE: &str = include_str!("trunk-0.21.14.html");

    #[test]
    fn a_page_of_trunk_names_everything() {
        let assets = read(PAGE).unwrap();
        assert_eq!(assets.styles.len(), 1);
        assert_eq!(assets.styles[0].href, "/pkg/proofup-a4662833132a8f85.css");
        assert!(assets.styles[0].integrity.starts_with("sha384-uDX1Fn+2"));
        assert_eq!(assets.loader.href, "/pkg/loader-77b96a7403b55645.js");
        assert!(assets.loader.integrity.starts_with("sha384-7Yi2W129"));
        assert_eq!(assets.glue.href, "/pkg/hydrate-319f2581a8781bc3.js");
        assert!(assets.glue.integrity.starts_with("sha384-v0JxRcFg"));
        assert_eq!(assets.wasm.href, "/pkg/hydrate-319f2581a8781bc3_bg.wasm");
        assert_eq!(assets.wasm.integrity, "");
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(read(""), Err("style sheet"));
        assert_eq!(
            read(&PAGE.replace("stylesheet", "alternate")),
            Err("style sheet")
        );
        assert_eq!(
            read(&PAGE.replace("\"bundle\"", "\"other\"")),
            Err("script and module")
        );
        assert_eq!(
            read(&PAGE.replace("{\"js\"", "{\"es\"")),
            Err("script and module")
        );
        assert_eq!(
            read(&PAGE.replace("<script src=", "<script data-src=")),
            Err("loader")
        );
    }
}
