//! The filled database: questions with an answer each, in four languages, of words that occur as words do.
//!
//! All of it follows from the number of a question, so that what is asked for can be made again without reading it.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use talka::clock::Clock;
use talka::db::{Conn, Db, sql};
use talka::error::Result;

/// Words of all languages together.
const WORDS: usize = 30_000;
const LANGUAGES: [(&str, &str, &str); 4] = [
    ("en", "bcdfghklmnprstvw", "aeiou"),
    ("ru", "бвгджзклмнпрст", "аеиоуыя"),
    ("pl", "bcćdgłmnńrsśtwzż", "aąeęioóuy"),
    ("lt", "bdgjklmnprsštvž", "aąeėiouųū"),
];
/// Of each language.
const VOCABULARY: usize = WORDS / LANGUAGES.len();
/// Tags, each on as many questions.
const TAGS: u64 = 500;
/// Questions that one transaction writes.
const BATCH: u64 = 500;

/// Numbers that are the same at each run (splitmix64).
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }

    /// The place of a word by how often it is used: by Zipf's law, so by the logarithm, evenly.
    pub fn place(&mut self) -> usize {
        let even = self.below(1 << 32) as f64 / f64::from(u32::MAX);
        ((VOCABULARY as f64).powf(even) as usize).min(VOCABULARY) - 1
    }
}

/// A word of a language by its place.
pub fn word(language: usize, place: usize) -> String {
    let (_, consonants, vowels) = LANGUAGES[language];
    let (consonants, vowels): (Vec<char>, Vec<char>) = (consonants.chars().collect(), vowels.chars().collect());
    let mut word = String::new();
    // Written in syllables, the least first: frequent words are short.
    let mut rest = place + consonants.len();
    while rest > 0 {
        word.push(consonants[rest % consonants.len()]);
        rest /= consonants.len();
        word.push(vowels[(place + rest) % vowels.len()]);
    }
    word
}

/// Half of the questions are in English, the others in the other three.
pub fn language(number: u64) -> usize {
    match number % 6 {
        1 => 1,
        3 => 2,
        5 => 3,
        _ => 0,
    }
}

/// So many words in the language of a question.
pub fn words(random: &mut Random, language: usize, count: u64) -> String {
    (0..count).map(|_| word(language, random.place())).collect::<Vec<_>>().join(" ")
}

/// The title of a question.
pub fn title(number: u64) -> String {
    let mut random = Random::new(number * 3);
    let count = 5 + random.below(7);
    words(&mut random, language(number), count)
}

/// The text of a question, or of its answer.
pub fn text(number: u64, answer: bool) -> String {
    let mut random = Random::new(number * 3 + 1 + u64::from(answer));
    let count = 60 + random.below(61);
    words(&mut random, language(number), count)
}

/// The first tag of a question.
pub fn tag(number: u64) -> String {
    format!("tag-{}", number % TAGS)
}

/// Writes so many questions into an empty database, as an older program would have left them.
///
/// # Errors
/// When the database refuses.
pub fn fill(db: &Db, topics: u64) -> Result<()> {
    let now = Clock::System.now().0;
    db.write_now(move |tx| {
        for statement in [
            "INSERT INTO boards (slug, name, kind, hue, position, topics_count, created_at) \
             VALUES ('board', 'Board', 'questions', 1, 1, 0, $1)",
            "INSERT INTO users (handle, handle_key, display_name, email, email_key, email_verified_at, created_at) \
             VALUES ('ada', 'ada', 'Ada', 'ada@example.com', 'ada@example.com', $1, $1)",
        ] {
            sql(statement).bind(now).execute(tx)?;
        }
        Ok(())
    })?;
    let mut from = 1;
    while from <= topics {
        let to = (from + BATCH).min(topics + 1);
        db.write_now(move |tx| {
            (from..to).try_for_each(|number| question(tx, number, now - ((topics - number) * 60_000_000) as i64))
        })?;
        from = to;
    }
    Ok(())
}

fn question(tx: &mut Conn, number: u64, at: i64) -> Result<()> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let tags = format!("{} tag-{}", tag(number), (number * 7 + 3) % TAGS);
    let solved = i64::from(number.is_multiple_of(3));
    let topic: Id = sql("INSERT INTO topics (kind, board_id, author_id, title, slug, lang, tags, excerpt, state, \
         audience, answers_count, accepted_count, score, created_at, updated_at, active_at) \
         SELECT 'question', b.id, u.id, $1, 'question', $2, $3, '', 'visible', 0, 1, $4, $5, $6, $6, $6 \
         FROM boards b CROSS JOIN users u RETURNING id")
    .bind(title(number))
    .bind(LANGUAGES[language(number)].0)
    .bind(tags)
    .bind(solved)
    .bind((number % 11) as i64)
    .bind(at)
    .get_result(tx)?;
    for (kind, answer) in [("question", false), ("answer", true)] {
        sql("INSERT INTO posts (topic_id, audience, kind, author_id, source, html, state, accepted, accepted_at, created_at) \
             SELECT $1, 0, $2, u.id, $3, '', 'visible', $4, CASE WHEN $4 THEN $5 END, $5 FROM users u")
        .bind(topic.id)
        .bind(kind)
        .bind(text(number, answer))
        .bind(answer && solved == 1)
        .bind(at)
        .execute(tx)?;
    }
    Ok(())
}

/// What the tables take on the disk, in bytes.
///
/// # Errors
/// When the database refuses.
pub fn size(c: &mut Conn) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Size {
        #[diesel(sql_type = BigInt)]
        bytes: i64,
    }
    let text = match c {
        Conn::Sqlite(_) => "SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size",
        Conn::Pg(_) => {
            "SELECT CAST(sum(pg_total_relation_size(c.oid)) AS BIGINT) AS bytes FROM pg_class c \
             WHERE c.relkind = 'r' AND c.relnamespace = CAST(current_schema() AS regnamespace)"
        }
    };
    Ok(sql(text).get_result::<Size>(c)?.bytes)
}
