//! The files of a Stack Exchange dump: one XML file a table, one `<row …/>` a line, read one row at a time.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::clock::Timestamp;
use crate::error::{AppError, Result};

/// A table of the dump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// People.
    Users,
    /// Names of tags, and which post describes each.
    Tags,
    /// Questions, answers and other texts.
    Posts,
    /// Remarks under posts.
    Comments,
    /// Votes: a date and a kind, no voter.
    Votes,
    /// Which question is linked with which.
    PostLinks,
}

impl Table {
    const fn file(self) -> &'static str {
        match self {
            Self::Users => "Users.xml",
            Self::Tags => "Tags.xml",
            Self::Posts => "Posts.xml",
            Self::Comments => "Comments.xml",
            Self::Votes => "Votes.xml",
            Self::PostLinks => "PostLinks.xml",
        }
    }
}

/// Files of a dump for which there is no place here.
const UNUSED: [&str; 2] = ["Badges.xml", "PostHistory.xml"];

/// A folder with a dump in it.
#[derive(Debug, Clone)]
pub struct Dump {
    folder: PathBuf,
    name: String,
}

impl Dump {
    /// Looks at the folder; users and posts must be there, the rest may be missing.
    ///
    /// # Errors
    /// When the folder cannot be read, or one of these two files is not in it.
    pub fn open(folder: &Path) -> Result<Self> {
        let folder = folder
            .canonicalize()
            .map_err(|e| AppError::internal(format!("{} cannot be read: {e}", folder.display())))?;
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let dump = Self { folder, name };
        for table in [Table::Users, Table::Posts] {
            if !dump.path(table).is_file() {
                return Err(AppError::internal(format!(
                    "{} is no Stack Exchange dump: it has no {}",
                    dump.folder.display(),
                    table.file()
                )));
            }
        }
        Ok(dump)
    }

    /// The folder's own name: by it an import is told from another.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The size of a table in bytes; 0 when it is missing.
    #[must_use]
    pub fn bytes(&self, table: Table) -> u64 {
        self.path(table).metadata().map_or(0, |data| data.len())
    }

    /// The files that lie in the folder and are not read.
    pub fn unused(&self) -> impl Iterator<Item = &'static str> {
        UNUSED.into_iter().filter(|file| self.folder.join(file).is_file())
    }

    /// The rows of a table from its beginning; none when the file is missing.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn rows(&self, table: Table) -> Result<Rows> {
        let path = self.path(table);
        let reader = if path.exists() {
            let mut reader = Reader::from_file(&path)
                .map_err(|e| AppError::internal(format!("{} cannot be read: {e}", path.display())))?;
            reader.config_mut().trim_text(true);
            Some(reader)
        } else {
            None
        };
        Ok(Rows { reader, file: table.file(), buffer: Vec::new(), open: false })
    }

    fn path(&self, table: Table) -> PathBuf {
        self.folder.join(table.file())
    }
}

/// Walks a table; holds one row at a time.
pub struct Rows {
    reader: Option<Reader<BufReader<File>>>,
    file: &'static str,
    buffer: Vec<u8>,
    open: bool,
}

impl Rows {
    /// How many bytes of the file have been read.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.reader.as_ref().map_or(0, Reader::buffer_position)
    }

    fn next_row(&mut self) -> Result<Option<Row>> {
        let Some(reader) = &mut self.reader else { return Ok(None) };
        loop {
            self.buffer.clear();
            let at = reader.buffer_position();
            let fault = |e: &dyn std::fmt::Display| {
                AppError::internal(format!("{} cannot be read at byte {at}: {e}", self.file))
            };
            match reader.read_event_into(&mut self.buffer).map_err(|e| fault(&e))? {
                Event::Empty(element) if element.name().as_ref() == "row" => {
                    return Row::read(&element).map(Some).map_err(|e| fault(&e));
                }
                Event::Start(_) => self.open = true,
                Event::End(_) => self.open = false,
                Event::Eof if self.open => return Err(fault(&"the file ends in the middle: it is cut off")),
                Event::Eof => return Ok(None),
                Event::Empty(_)
                | Event::Text(_)
                | Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_)
                | Event::GeneralRef(_) => {}
            }
        }
    }
}

impl Iterator for Rows {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_row().transpose()
    }
}

/// One row: its columns by name. A column without a value is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row(Vec<(String, String)>);

impl Row {
    fn read(element: &BytesStart<'_>) -> Result<Self, quick_xml::Error> {
        let mut columns = Vec::with_capacity(20);
        for attribute in element.attributes() {
            let attribute = attribute?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0)?;
            // PostgreSQL keeps no NUL in a text, and no reader misses one.
            columns.push((attribute.key.as_ref().to_owned(), value.replace('\0', "")));
        }
        Ok(Self(columns))
    }

    /// The text of a column.
    #[must_use]
    pub fn text(&self, column: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == column).map(|(_, value)| value.as_str())
    }

    /// The number in a column.
    #[must_use]
    pub fn number(&self, column: &str) -> Option<i64> {
        self.text(column)?.trim().parse().ok()
    }

    /// The moment in a column. The dumps write UTC without saying so.
    #[must_use]
    pub fn date(&self, column: &str) -> Option<Timestamp> {
        let date: jiff::civil::DateTime = self.text(column)?.trim().trim_end_matches('Z').parse().ok()?;
        let moment = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Timestamp(moment.timestamp().as_microsecond()))
    }
}
