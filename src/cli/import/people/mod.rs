//! People: those of Users.xml, and authors who are in no file any more.

mod handles;
pub mod store;

use std::collections::{HashMap, HashSet};

use store::NewUser;

use super::dump::{Row, Table};
use super::links::{Syntax, relink};
use super::report::Item;
use super::run::Run;
use super::store::{Kind, Mapped, known, remember};
use super::texts;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::UserId;

/// Columns of Users.xml for which there is no place here, with the reason.
const UNUSED: [(&str, &str); 4] = [
    ("ProfileImageUrl", "pictures of profiles stay on their hosts"),
    ("WebsiteUrl", "web sites of profiles have no place here"),
    ("Location", "locations of profiles have no place here"),
    ("Age", "ages have no place here"),
];

struct Person {
    foreign: i64,
    name: String,
    about: String,
    joined: Timestamp,
}

/// Brings in Users.xml. Nobody gets a password or an address: an account is its owner's once they prove an address.
pub fn people(run: &mut Run<'_>) -> Result<()> {
    run.pass(
        Table::Users,
        "people",
        |row, report| {
            report.found(Item::Users, 1);
            let (Some(foreign), Some(joined)) = (row.number("Id"), row.date("CreationDate")) else {
                report.left(Item::Users, "rows without a number or a date", 1);
                return None;
            };
            for (column, reason) in UNUSED {
                let present = usize::from(row.text(column).is_some_and(|value| !value.is_empty()));
                report.found(Item::ProfileFields, present);
                report.left(Item::ProfileFields, reason, present);
            }
            let about = row.text("AboutMe").unwrap_or_default().to_owned();
            Some(Person { foreign, name: display_name(row.text("DisplayName"), foreign), about, joined })
        },
        |run, batch| {
            let batch = run.fresh(Kind::User, Item::Users, batch, |person| person.foreign.to_string())?;
            let host = run.site.host.clone();
            let users: Vec<(i64, NewUser)> = batch
                .into_iter()
                .map(|person| {
                    let about = relink(&person.about, Syntax::Html, &host, |_| None).text;
                    let bio = run.converter.markdown(&about);
                    (person.foreign, account(person.name, &bio, person.joined))
                })
                .collect();
            let source = run.site.source.clone();
            let taken = run.write(move |conn| {
                let wanted: Vec<_> = users.iter().map(|(id, user)| (user.display_name.as_str(), Some(*id))).collect();
                let handles = handles::choose(conn, &wanted)?;
                let mut lines = Vec::with_capacity(users.len());
                for ((foreign, user), handle) in users.iter().zip(handles) {
                    let id = store::insert_user(conn, user, &handle)?;
                    lines.push(Mapped::new(&source, Kind::User, foreign, id.0));
                }
                remember(conn, &lines)?;
                Ok(lines.len())
            })?;
            run.report.taken(Item::Users, taken);
            Ok(())
        },
    )
}

/// Who wrote a text: a person of Users.xml by number, or what the dump still knows of someone who has left.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Author {
    id: Option<i64>,
    name: Option<String>,
}

impl Author {
    /// From the columns with the number and with the name.
    pub fn of(row: &Row, id: &str, name: &str) -> Self {
        Self { id: row.number(id), name: row.text(name).map(texts::display_name).filter(|name| !name.is_empty()) }
    }

    /// By what someone who is not in Users.xml is told from others, and how they are called. The dumps keep a name
    /// to credit, so each name gets an account of its own; those without a trace share one.
    fn absent(&self) -> (String, String) {
        match (&self.name, self.id) {
            (Some(name), _) => (format!("name:{name}"), name.clone()),
            (None, Some(id)) => (format!("id:{id}"), format!("user{id}")),
            (None, None) => (String::new(), "former member".to_owned()),
        }
    }
}

/// The accounts of authors; makes those of absent ones, with the time of their first text here as the day they
/// joined. Answers the accounts and how many were made.
pub fn authors<'a>(
    conn: &mut Conn,
    source: &str,
    wanted: impl Iterator<Item = (&'a Author, Timestamp)> + Clone,
) -> Result<(HashMap<Author, UserId>, usize)> {
    let ids: HashSet<String> = wanted.clone().filter_map(|(author, _)| Some(author.id?.to_string())).collect();
    let present = known(conn, source, Kind::User, &ids.into_iter().collect::<Vec<_>>())?;
    let mut found = HashMap::new();
    let mut absent: Vec<(&Author, String, String, Timestamp)> = Vec::new();
    for (author, at) in wanted {
        match author.id.and_then(|id| present.get(&id.to_string())) {
            Some(id) => drop(found.insert(author.clone(), UserId(*id))),
            None => {
                let (key, name) = author.absent();
                absent.push((author, key, name, at));
            }
        }
    }
    let keys: Vec<String> = absent.iter().map(|(_, key, ..)| key.clone()).collect();
    let mut here = known(conn, source, Kind::Absent, &keys)?;
    let mut made = 0;
    for (author, key, name, at) in absent {
        let id = match here.get(&key) {
            Some(id) => *id,
            None => {
                let handles = handles::choose(conn, &[(&name, None)])?;
                let [handle] = handles.as_slice() else { continue };
                let id = store::insert_user(conn, &account(name, "", at), handle)?.0;
                remember(conn, &[Mapped::new(source, Kind::Absent, &key, id)])?;
                made += 1;
                here.insert(key, id);
                id
            }
        };
        found.insert(author.clone(), UserId(id));
    }
    Ok((found, made))
}

fn account(display_name: String, bio: &str, joined: Timestamp) -> NewUser {
    let bio = texts::body(bio);
    NewUser { display_name, bio: bio.source, bio_html: bio.html, created_at: joined, imported: true }
}

fn display_name(given: Option<&str>, foreign: i64) -> String {
    given.map(texts::display_name).filter(|name| !name.is_empty()).unwrap_or_else(|| format!("user{foreign}"))
}
