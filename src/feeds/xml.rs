//! XML as feeds and sitemaps write it: every text escaped, and without the characters that XML does not know.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::error::{AppError, Result};

/// The attributes of an element: names and values, which are escaped here.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A document under construction.
pub struct Xml<'w>(&'w mut Writer<Vec<u8>>);

impl std::fmt::Debug for Xml<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Xml")
    }
}

impl Xml<'_> {
    /// A whole document: the declaration, and this element with what `inside` puts into it.
    ///
    /// # Errors
    /// Those of `inside`.
    pub fn document(
        root: &str,
        attributes: Attributes<'_>,
        inside: impl FnOnce(&mut Xml<'_>) -> Result<()>,
    ) -> Result<String> {
        let mut writer = Writer::new(Vec::new());
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))).map_err(AppError::internal)?;
        Xml(&mut writer).element(root, attributes, inside)?;
        String::from_utf8(writer.into_inner()).map_err(AppError::internal)
    }

    /// An element with others inside.
    ///
    /// # Errors
    /// Those of `inside`.
    pub fn element(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        inside: impl FnOnce(&mut Xml<'_>) -> Result<()>,
    ) -> Result<()> {
        let element = self.0.create_element(name).with_attributes(attributes.iter().map(known));
        let content = |writer: &mut Writer<Vec<u8>>| inside(&mut Xml(writer)).map_err(std::io::Error::other);
        element.write_inner_content(content).map_err(AppError::internal)?;
        Ok(())
    }

    /// An element with a text.
    ///
    /// # Errors
    /// None that a memory buffer has.
    pub fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) -> Result<()> {
        let element = self.0.create_element(name).with_attributes(attributes.iter().map(known));
        element.write_text_content(BytesText::new(&legal(text))).map_err(AppError::internal)?;
        Ok(())
    }

    /// An element with attributes only.
    ///
    /// # Errors
    /// None that a memory buffer has.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) -> Result<()> {
        let element = self.0.create_element(name).with_attributes(attributes.iter().map(known));
        element.write_empty().map_err(AppError::internal)?;
        Ok(())
    }
}

fn known<'a>((name, value): &'a (&'a str, &'a str)) -> (&'a str, Cow<'a, str>) {
    (name, legal(value))
}

/// The text without what XML 1.0 forbids even as a reference: most C0 controls, U+FFFE and U+FFFF.
fn legal(text: &str) -> Cow<'_, str> {
    let is_legal = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(is_legal) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|&c| is_legal(c)).collect())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use proptest::prelude::*;
    use quick_xml::Reader;
    use quick_xml::escape::unescape;

    use super::*;

    #[test]
    fn what_xml_does_not_know_is_left_out() {
        assert_eq!(legal("a\0b\u{8}\u{1f}c\u{fffe}\u{ffff}d"), "abcd");
        let kept = "\t\n ~\u{7f}\u{85}\u{d7ff}\u{e000}\u{fffd}\u{10000}\u{10ffff}";
        assert_eq!(legal(kept), kept);
    }

    proptest! {
        #[test]
        fn any_text_reads_back(text in any::<String>()) {
            let document = Xml::document("a", &[("b", &text)], |xml| xml.text("c", &[], &text)).unwrap();
            let mut reader = Reader::from_str(&document);
            let mut read = String::new();
            loop {
                match reader.read_event().unwrap() {
                    Event::Text(part) => read.push_str(&part),
                    Event::GeneralRef(name) => read.push_str(&unescape(&format!("&{};", &*name)).unwrap()),
                    Event::Eof => break,
                    Event::Decl(_) | Event::Start(_) | Event::End(_) => {}
                    other @ (Event::Empty(_)
                    | Event::CData(_)
                    | Event::Comment(_)
                    | Event::PI(_)
                    | Event::DocType(_)) => panic!("{other:?}"),
                }
            }
            prop_assert_eq!(read, legal(&text).into_owned());
        }
    }
}
