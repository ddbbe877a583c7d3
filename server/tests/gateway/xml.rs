//! Documents as another reader of XML sees them.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::line::Page;

/// What the document says: each element with its attributes, each text by itself.
pub fn read(page: &Page) -> Vec<String> {
    assert_eq!(
        (page.status, page.kind.as_str()),
        (200, "text/xml; charset=utf-8")
    );
    let unescape = |text: &str| quick_xml::escape::unescape(text).unwrap().into_owned();
    let mut reader = Reader::from_str(&page.body);
    let mut found: Vec<String> = Vec::new();
    let mut text = String::new();
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Text(part) => text += std::str::from_utf8(part).unwrap(),
            Event::GeneralRef(part) => {
                text += &unescape(&format!("&{};", String::from_utf8(part.to_vec()).unwrap()));
            }
            _ if !text.is_empty() => found.push(std::mem::take(&mut text)),
            _ => {}
        }
        match event {
            Event::Eof => return found,
            Event::Start(tag) | Event::Empty(tag) => {
                let mut line = format!(
                    "<{}",
                    String::from_utf8(tag.name().as_ref().to_vec()).unwrap()
                );
                for attribute in tag.attributes() {
                    let attribute = attribute.unwrap();
                    let name = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
                    let value = unescape(std::str::from_utf8(&attribute.value).unwrap());
                    line += &format!(" {name}={value}");
                }
                found.push(line);
            }
            _ => {}
        }
    }
}
