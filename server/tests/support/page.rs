//! An answer, read like a person reads it: its title, its text without tags, its forms with their
//! buttons. Small on purpose; it understands the HTML that our pages write.

use app::text::Texts;
use domain::{Language, Refusal};
use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode};

/// An answer.
#[derive(Clone, Debug)]
pub struct Page {
    /// What was asked for.
    pub path: String,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

/// A form on a page.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// How.
    pub method: Method,
    /// Its fields with what is in them; boxes and radios only when they are ticked.
    pub fields: Vec<(String, String)>,
    /// Fields that can be ticked but are not.
    pub unticked: Vec<(String, String)>,
    /// The labels of its buttons.
    pub buttons: Vec<String>,
}

/// The text of a piece of HTML.
pub fn text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        out.push(' ');
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    unescape(&out)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn unescape(text: &str) -> String {
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    plain
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let needle = format!(" {name}");
    let mut rest = tag;
    while let Some(at) = rest.find(&needle) {
        rest = &rest[at + needle.len()..];
        if let Some(value) = rest.strip_prefix("=\"") {
            return Some(unescape(value.split_once('"')?.0));
        }
        if rest.is_empty() || rest.starts_with([' ', '>', '/']) {
            return Some(String::new());
        }
    }
    None
}

/// The tags of this name, with what stands between each and its end.
fn elements<'a>(html: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(&open) {
        let after = &rest[at + open.len()..];
        let (tag, inside) = after.split_once('>').unwrap();
        rest = inside;
        if tag.starts_with([' ', '/']) || tag.is_empty() {
            found.push((tag, inside.split(&close).next().unwrap()));
        }
    }
    found
}

impl Page {
    /// Where a redirect leads.
    pub fn to(&self) -> &str {
        assert_eq!(
            self.status,
            StatusCode::SEE_OTHER,
            "{} {}",
            self.path,
            self.text()
        );
        self.headers[LOCATION].to_str().unwrap()
    }

    /// Whether it leads somewhere.
    pub fn leads(&self) -> bool {
        self.status == StatusCode::SEE_OTHER
    }

    /// The text of the page.
    pub fn text(&self) -> String {
        text(&self.body)
    }

    /// Whether the page says this.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// Whether the page says why not, in English.
    pub fn refuses(&self, refusal: Refusal) -> bool {
        self.says(&(Texts::of(Language::En).refusal)(refusal))
    }

    /// A header as text; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    }

    /// The text of the element with this id.
    pub fn by_id(&self, id: &str) -> String {
        let at = self
            .body
            .find(&format!("id=\"{id}\""))
            .unwrap_or_else(|| panic!("no {id} on {}", self.path));
        let start = self.body[..at].rfind('<').unwrap();
        let name: String = self.body[start + 1..]
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let (_, inside) = self.body[at..].split_once('>').unwrap();
        text(inside.split(&format!("</{name}>")).next().unwrap())
    }

    /// The key under the QR picture, as a person would type it into an app.
    pub fn authenticator_key(&self) -> String {
        self.by_id("key").replace(' ', "")
    }

    /// The app password on the page, without its gaps.
    pub fn app_password(&self) -> String {
        self.by_id("app-password").replace(' ', "")
    }

    /// Addresses that the page links to and that begin like this.
    pub fn links(&self, start: &str) -> Vec<String> {
        let all = elements(&self.body, "a")
            .into_iter()
            .filter_map(|(tag, _)| attribute(tag, "href"));
        all.filter(|href| href.starts_with(start)).collect()
    }

    /// Every value of an attribute anywhere on the page.
    pub fn attributes(&self, name: &str) -> Vec<String> {
        self.body
            .split('<')
            .filter_map(|tag| attribute(tag.split('>').next().unwrap(), name))
            .collect()
    }

    /// All forms.
    pub fn forms(&self) -> Vec<Form> {
        elements(&self.body, "form")
            .into_iter()
            .map(|(tag, inside)| Form::read(tag, inside))
            .collect()
    }

    /// The form with this button.
    pub fn form(&self, label: &str) -> Form {
        let found = self
            .forms()
            .into_iter()
            .find(|form| form.buttons.iter().any(|b| b == label));
        found.unwrap_or_else(|| panic!("no button {label:?} on {}: {}", self.path, self.text()))
    }
}

impl Form {
    fn read(tag: &str, inside: &str) -> Self {
        let (mut fields, mut unticked) = (Vec::new(), Vec::new());
        for (tag, _) in elements(inside, "input") {
            let (Some(name), value) = (
                attribute(tag, "name"),
                attribute(tag, "value").unwrap_or_default(),
            ) else {
                continue;
            };
            let box_ = matches!(
                attribute(tag, "type").as_deref(),
                Some("checkbox" | "radio")
            );
            let list = if box_ && attribute(tag, "checked").is_none() {
                &mut unticked
            } else {
                &mut fields
            };
            if attribute(tag, "disabled").is_none() {
                list.push((name, value));
            }
        }
        for (tag, options) in elements(inside, "select") {
            let (Some(name), None) = (attribute(tag, "name"), attribute(tag, "disabled")) else {
                continue;
            };
            let all = elements(options, "option");
            let chosen = all
                .iter()
                .find(|(o, _)| attribute(o, "selected").is_some())
                .or(all.first());
            fields.push((
                name,
                chosen
                    .and_then(|(o, _)| attribute(o, "value"))
                    .unwrap_or_default(),
            ));
        }
        let method = attribute(tag, "method").unwrap_or_default().to_uppercase();
        Self {
            action: attribute(tag, "action").unwrap_or_default(),
            method: method.parse().unwrap_or(Method::GET),
            fields,
            unticked,
            buttons: elements(inside, "button")
                .into_iter()
                .map(|(_, label)| text(label))
                .collect(),
        }
    }

    /// The fields as sent after typing: every field that is typed into must be there.
    pub fn filled(&self, typed: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut fields = self.fields.clone();
        for (name, value) in typed {
            let known = fields.iter().chain(&self.unticked).any(|(n, _)| n == name);
            assert!(known, "the form to {} has no field {name}", self.action);
            fields.retain(|(n, _)| n != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        fields
    }
}
