//! A strict reader of the HTML that the pages write: it refuses what a browser would silently
//! repair, because a repaired page is another page than the one the islands expect.

/// An element with what is inside it.
#[derive(Debug, Default)]
pub struct Element {
    pub tag: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

#[derive(Debug)]
pub enum Node {
    Element(Element),
    Text(String),
}

const VOID: [&str; 6] = ["meta", "link", "input", "br", "hr", "img"];
const RAW: [&str; 2] = ["script", "style"];
/// What closes an open `<p>` in a browser.
const BLOCK: [&str; 21] = [
    "div", "p", "ul", "ol", "dl", "h1", "h2", "h3", "form", "section", "table", "header", "footer",
    "main", "nav", "aside", "details", "fieldset", "pre", "figure", "hr",
];

impl Element {
    /// Reads a document.
    ///
    /// # Errors
    /// What is wrong, with the text that follows.
    pub fn parse(html: &str) -> Result<Self, String> {
        let mut rest = html.strip_prefix("<!DOCTYPE html>").ok_or("no doctype")?;
        let mut open = vec![Self {
            tag: "#document".into(),
            ..Self::default()
        }];
        while !rest.is_empty() {
            let at = || rest.chars().take(60).collect::<String>();
            if let Some(comment) = rest.strip_prefix("<!") {
                rest = comment.split_once('>').ok_or_else(at)?.1;
            } else if let Some(end) = rest.strip_prefix("</") {
                let (tag, after) = end.split_once('>').ok_or_else(at)?;
                let element = open.pop().ok_or_else(at)?;
                if element.tag != tag {
                    return Err(format!("</{tag}> closes <{}>: {}", element.tag, at()));
                }
                open.last_mut()
                    .ok_or_else(at)?
                    .children
                    .push(Node::Element(element));
                rest = after;
            } else if let Some(start) = rest.strip_prefix('<') {
                let (element, after) = start_tag(start).map_err(|e| format!("{e}: {}", at()))?;
                let parents: Vec<_> = open.iter().map(|e| e.tag.as_str()).collect();
                nested(&element.tag, &parents)?;
                rest = after;
                if VOID.contains(&element.tag.as_str()) {
                    open.last_mut()
                        .ok_or("no parent")?
                        .children
                        .push(Node::Element(element));
                } else {
                    if RAW.contains(&element.tag.as_str()) && !rest.starts_with("</") {
                        return Err(format!("something inside <{}>", element.tag));
                    }
                    open.push(element);
                }
            } else {
                let end = rest.find('<').unwrap_or(rest.len());
                let (text, after) = rest.split_at(end);
                open.last_mut()
                    .ok_or("no parent")?
                    .children
                    .push(Node::Text(decode(text)?));
                rest = after;
            }
        }
        if open.len() == 1 {
            Ok(open.remove(0))
        } else {
            Err(format!("<{}> is not closed", open[open.len() - 1].tag))
        }
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// This element and all below it, in the order of the document.
    pub fn all(&self) -> Vec<&Self> {
        let mut found = vec![self];
        for child in &self.children {
            if let Node::Element(element) = child {
                found.extend(element.all());
            }
        }
        found
    }

    pub fn find(&self, tag: &str) -> Vec<&Self> {
        self.all().into_iter().filter(|e| e.tag == tag).collect()
    }

    /// Every text below, one string for each text node.
    pub fn texts(&self) -> Vec<&str> {
        let mut found = Vec::new();
        for child in &self.children {
            match child {
                Node::Text(text) => found.push(text.as_str()),
                Node::Element(element) => found.extend(element.texts()),
            }
        }
        found
    }

    pub fn text(&self) -> String {
        self.texts().concat()
    }
}

/// `<tag name="value" …>` without the first character.
fn start_tag(start: &str) -> Result<(Element, &str), String> {
    let end = start.find([' ', '>']).ok_or("tag without end")?;
    let (tag, mut rest) = start.split_at(end);
    if tag.is_empty()
        || !tag
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        return Err(format!("not a tag: {tag:?}"));
    }
    let mut element = Element {
        tag: tag.into(),
        ..Element::default()
    };
    loop {
        rest = rest.trim_start_matches(' ');
        if let Some(after) = rest.strip_prefix("/>").or_else(|| rest.strip_prefix('>')) {
            return Ok((element, after));
        }
        let end = rest.find([' ', '=', '>']).ok_or("attribute without end")?;
        let (name, after) = rest.split_at(end);
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-') {
            return Err(format!("not an attribute: {name:?}"));
        }
        let value = match after.strip_prefix("=\"") {
            Some(value) => {
                let (value, after) = value.split_once('"').ok_or("value without end")?;
                rest = after;
                decode(value)?
            }
            None if after.starts_with('=') => return Err(format!("unquoted value of {name}")),
            None => {
                rest = after;
                String::new()
            }
        };
        if element.attribute(name).is_some() {
            return Err(format!("{name} twice"));
        }
        element.attributes.push((name.into(), value));
    }
}

fn nested(tag: &str, parents: &[&str]) -> Result<(), String> {
    let parent = parents.last().copied().unwrap_or_default();
    let wrong = match tag {
        _ if parents.contains(&"p") && BLOCK.contains(&tag) => true,
        "a" | "button" | "label" => ["a", "button"].iter().any(|t| parents.contains(t)),
        "form" => parents.contains(&"form"),
        "tr" => !["tbody", "thead"].contains(&parent),
        "td" | "th" => parent != "tr",
        "li" => !["ul", "ol"].contains(&parent),
        "dt" | "dd" => parent != "dl",
        "option" => parent != "select",
        "summary" => parent != "details",
        "legend" => parent != "fieldset",
        _ => match parent {
            "ul" | "ol" => true,
            "table" => !["caption", "thead", "tbody"].contains(&tag),
            "select" => true,
            _ => false,
        },
    };
    if wrong {
        Err(format!("<{tag}> in {parents:?}"))
    } else {
        Ok(())
    }
}

fn decode(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (name, after) = after
            .split_once(';')
            .ok_or_else(|| format!("a bare & in {text:?}"))?;
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#x27" => '\'',
            other => return Err(format!("&{other}; in {text:?}")),
        });
        rest = after;
    }
    out.push_str(rest);
    if out.contains('<') && !text.contains("&lt;") {
        Err(format!("a bare < in {text:?}"))
    } else {
        Ok(out)
    }
}
