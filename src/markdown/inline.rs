//! What posts and comments share: text with its bare links and mentions, links and images.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::address;
use super::pieces::{self, Piece};

/// Signs and bare links beyond this many stay plain text: each grows to many times its length in HTML.
const MAX_EXPANSIONS: usize = 1_000;

/// Whether images of this site are shown, or linked like those of other hosts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Images {
    Shown,
    Linked,
}

/// Collects events ready to be written as HTML.
pub(super) struct Inline<'a> {
    pub(super) out: Vec<Event<'a>>,
    images: Images,
    link: Option<Link<'a>>,
    image: Option<Image<'a>>,
    expansions: usize,
}

struct Link<'a> {
    /// `None` when the address is refused: the text stays, unlinked.
    address: Option<CowStr<'a>>,
    has_text: bool,
}

struct Image<'a> {
    address: CowStr<'a>,
    title: CowStr<'a>,
    alt: String,
    /// Images may stand in the alternative text of images.
    depth: usize,
}

impl<'a> Inline<'a> {
    pub(super) fn new(images: Images) -> Self {
        Self { out: Vec::new(), images, link: None, image: None, expansions: 0 }
    }

    /// Whether what comes now is the alternative text of an image, where nothing but text counts.
    pub(super) fn is_in_image(&self) -> bool {
        self.image.is_some()
    }

    pub(super) fn text(&mut self, text: CowStr<'a>) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(&text);
        } else if let Some(link) = &mut self.link {
            link.has_text |= !text.trim().is_empty();
            self.out.push(Event::Text(text));
        } else {
            self.running_text(text);
        }
    }

    pub(super) fn code(&mut self, code: CowStr<'a>) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(&code);
            return;
        }
        if let Some(link) = &mut self.link {
            link.has_text |= !code.trim().is_empty();
        }
        self.out.push(Event::Code(code));
    }

    pub(super) fn line_break(&mut self, line_break: Event<'a>) {
        match &mut self.image {
            Some(image) => image.alt.push(' '),
            None => self.out.push(line_break),
        }
    }

    pub(super) fn start_link(&mut self, kind: LinkType, destination: CowStr<'a>, title: CowStr<'a>) {
        if self.is_in_image() {
            return;
        }
        let written = if kind == LinkType::Email { CowStr::from(format!("mailto:{destination}")) } else { destination };
        let address = address::link(&written).map(|address| CowStr::from(address.into_owned()));
        if let Some(address) = &address {
            self.out.push(start_link(address.clone(), title));
        }
        self.link = Some(Link { address, has_text: false });
    }

    pub(super) fn end_link(&mut self) {
        if self.is_in_image() {
            return;
        }
        if let Some(Link { address: Some(address), has_text }) = self.link.take() {
            if !has_text {
                // A link needs a name for those who hear the page.
                self.out.push(Event::Text(address));
            }
            self.out.push(Event::End(TagEnd::Link));
        }
    }

    pub(super) fn start_image(&mut self, address: CowStr<'a>, title: CowStr<'a>) {
        match &mut self.image {
            Some(image) => image.depth += 1,
            None => {
                self.image = Some(Image { address, title, alt: String::new(), depth: 1 });
            }
        }
    }

    pub(super) fn end_image(&mut self) {
        if let Some(image) = &mut self.image {
            image.depth -= 1;
        }
        if let Some(image) = self.image.take_if(|image| image.depth == 0) {
            self.place_image(image);
        }
    }

    fn place_image(&mut self, image: Image<'a>) {
        let alt = image.alt.trim().to_owned();
        if self.images == Images::Shown && address::is_site_image(&image.address) {
            if let Some(link) = &mut self.link {
                link.has_text |= !alt.is_empty();
            }
            self.out.push(Event::Start(Tag::Image {
                link_type: LinkType::Inline,
                dest_url: image.address,
                title: image.title,
                id: CowStr::Borrowed(""),
            }));
            self.out.push(Event::Text(CowStr::from(alt)));
            self.out.push(Event::End(TagEnd::Image));
            return;
        }
        let name = if alt.is_empty() { image.address.clone() } else { CowStr::from(alt) };
        match (&mut self.link, address::link(&image.address)) {
            (None, Some(address)) => {
                let address = CowStr::from(address.into_owned());
                self.link_to(address, name, image.title);
            }
            (Some(link), _) => {
                link.has_text |= !name.is_empty();
                self.out.push(Event::Text(name));
            }
            (None, None) => self.out.push(Event::Text(name)),
        }
    }

    fn running_text(&mut self, text: CowStr<'a>) {
        let found = pieces::split(&text);
        if matches!(found[..], [Piece::Words(_)]) {
            self.out.push(Event::Text(text));
            return;
        }
        for piece in found {
            let (address, shown) = match piece {
                Piece::Words(words) => (None, words.to_owned()),
                Piece::Link(link) => (address::link(link).map(std::borrow::Cow::into_owned), link.to_owned()),
                Piece::Mention(handle) => (Some(format!("/members/{handle}")), format!("@{handle}")),
                Piece::Topic(number) => (Some(format!("/questions/{number}")), format!("#{number}")),
            };
            match address {
                Some(address) if self.expansions < MAX_EXPANSIONS => {
                    self.expansions += 1;
                    self.link_to(CowStr::from(address), CowStr::from(shown), CowStr::Borrowed(""));
                }
                Some(_) | None => self.out.push(Event::Text(CowStr::from(shown))),
            }
        }
    }

    fn link_to(&mut self, address: CowStr<'a>, name: CowStr<'a>, title: CowStr<'a>) {
        self.out.push(start_link(address, title));
        self.out.push(Event::Text(name));
        self.out.push(Event::End(TagEnd::Link));
    }
}

fn start_link<'a>(address: CowStr<'a>, title: CowStr<'a>) -> Event<'a> {
    Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url: address, title, id: CowStr::Borrowed("") })
}
