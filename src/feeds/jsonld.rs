//! Structured data as schema.org and search engines want it: `QAPage` of a question's page, `TechArticle` of an
//! article's, `FAQPage`.

use serde_json::{Value, json};

use crate::clock::Timestamp;
use crate::i18n::rfc3339;

/// A question with the answers that stand on its page.
#[derive(Debug, Clone)]
pub struct QaPage<'a> {
    /// Its title.
    pub title: &'a str,
    /// The language it is written in, as BCP 47 writes it.
    pub lang: &'a str,
    /// How many visible answers it has, those of other pages included.
    pub answers_count: i64,
    /// The question itself; its address is the page's canonical one.
    pub question: QaPost<'a>,
    /// The answers of this page, in their order.
    pub answers: Vec<QaPost<'a>>,
}

/// A question's or an answer's text.
#[derive(Debug, Clone)]
pub struct QaPost<'a> {
    /// The whole text, without markup.
    pub text: &'a str,
    /// Its full address.
    pub url: &'a str,
    /// The author's shown name.
    pub author: &'a str,
    /// The full address of the author's profile.
    pub author_url: &'a str,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// Votes up less votes down.
    pub score: i64,
    /// It solved the question; an answer only.
    pub accepted: bool,
}

/// The page's structured data; nothing where there is no answer, because search engines take a question without one
/// for an error.
#[must_use]
pub fn qa_page(page: &QaPage<'_>) -> Option<Value> {
    if page.answers.is_empty() {
        return None;
    }
    let of_kind = |accepted| -> Vec<Value> {
        page.answers.iter().filter(|answer| answer.accepted == accepted).map(|answer| post("Answer", answer)).collect()
    };
    let mut question = post("Question", &page.question);
    question["name"] = json!(page.title);
    question["inLanguage"] = json!(page.lang);
    question["answerCount"] = json!(page.answers_count);
    for (key, answers) in [("acceptedAnswer", of_kind(true)), ("suggestedAnswer", of_kind(false))] {
        if !answers.is_empty() {
            question[key] = Value::Array(answers);
        }
    }
    Some(json!({ "@context": "https://schema.org", "@type": "QAPage", "mainEntity": question }))
}

/// An article.
#[derive(Debug, Clone)]
pub struct Article<'a> {
    /// Its title.
    pub title: &'a str,
    /// The language it is written in, as BCP 47 writes it.
    pub lang: &'a str,
    /// The whole text, without markup.
    pub text: &'a str,
    /// Its beginning.
    pub excerpt: &'a str,
    /// Its full address.
    pub url: &'a str,
    /// The author's shown name.
    pub author: &'a str,
    /// The full address of the author's profile.
    pub author_url: &'a str,
    /// The name of the site.
    pub publisher: &'a str,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
}

/// An article's structured data.
#[must_use]
pub fn article(article: &Article<'_>) -> Value {
    let published = rfc3339(article.created_at.0);
    json!({
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "headline": article.title,
        "description": article.excerpt,
        "articleBody": article.text,
        "inLanguage": article.lang,
        "url": article.url,
        "mainEntityOfPage": article.url,
        "datePublished": published,
        "dateModified": article.edited_at.map_or(published, |at| rfc3339(at.0)),
        "author": { "@type": "Person", "name": article.author, "url": article.author_url },
        "publisher": { "@type": "Organization", "name": article.publisher },
    })
}

/// Questions with their answers: title, answer's text without markup, full address, language. Nothing for none.
#[must_use]
pub fn faq_page(entries: &[[String; 4]]) -> Option<Value> {
    let question = |[title, answer, url, lang]: &[String; 4]| {
        json!({
            "@type": "Question",
            "name": title,
            "inLanguage": lang,
            "url": url,
            "acceptedAnswer": { "@type": "Answer", "text": answer, "url": url },
        })
    };
    let entries: Vec<Value> = entries.iter().map(question).collect();
    (!entries.is_empty())
        .then(|| json!({ "@context": "https://schema.org", "@type": "FAQPage", "mainEntity": entries }))
}

fn post(kind: &str, post: &QaPost<'_>) -> Value {
    let mut data = json!({
        "@type": kind,
        "text": post.text,
        "url": post.url,
        "upvoteCount": post.score,
        "dateCreated": rfc3339(post.created_at.0),
        "datePublished": rfc3339(post.created_at.0),
        "author": { "@type": "Person", "name": post.author, "url": post.author_url },
    });
    if let Some(edited_at) = post.edited_at {
        data["dateModified"] = json!(rfc3339(edited_at.0));
    }
    data
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn text(url: &'static str, score: i64, accepted: bool) -> QaPost<'static> {
        QaPost {
            text: "Text & <more>",
            url,
            author: "Rūta",
            author_url: "https://x.example/members/ruta",
            created_at: Timestamp(1_795_296_605_500_000),
            edited_at: accepted.then_some(Timestamp(1_795_296_665_500_000)),
            score,
            accepted,
        }
    }

    fn page(answers: Vec<QaPost<'static>>) -> QaPage<'static> {
        let question = text("https://x.example/questions/1/a", 3, false);
        QaPage { title: "Why?", lang: "lt", answers_count: 7, question, answers }
    }

    #[test]
    fn a_question_without_an_answer_has_none() {
        assert_eq!(qa_page(&page(vec![])), None);
    }

    #[test]
    fn what_search_engines_require_is_there() {
        let answers = vec![text("https://x.example/#a1", 5, true), text("https://x.example/#a2", -1, false)];
        let data = qa_page(&page(answers)).unwrap();
        assert_eq!(data["@context"], "https://schema.org");
        assert_eq!(data["@type"], "QAPage");
        let question = &data["mainEntity"];
        assert_eq!(
            question,
            &json!({
                "@type": "Question",
                "name": "Why?",
                "text": "Text & <more>",
                "inLanguage": "lt",
                "url": "https://x.example/questions/1/a",
                "answerCount": 7,
                "upvoteCount": 3,
                "dateCreated": "2026-11-21T21:30:05Z",
                "datePublished": "2026-11-21T21:30:05Z",
                "author": { "@type": "Person", "name": "Rūta", "url": "https://x.example/members/ruta" },
                "acceptedAnswer": question["acceptedAnswer"],
                "suggestedAnswer": question["suggestedAnswer"],
            })
        );
        let (accepted, suggested) = (&question["acceptedAnswer"], &question["suggestedAnswer"]);
        assert_eq!(accepted.as_array().map(Vec::len), Some(1));
        assert_eq!(accepted[0]["url"], "https://x.example/#a1");
        assert_eq!(accepted[0]["dateModified"], "2026-11-21T21:31:05Z");
        assert_eq!(suggested[0]["@type"], "Answer");
        assert_eq!(suggested[0]["upvoteCount"], -1);
        assert_eq!(suggested[0]["author"]["name"], "Rūta");
    }

    #[test]
    fn several_answers_may_be_accepted_and_none_left_over() {
        let data = qa_page(&page(vec![text("u", 1, true), text("v", 0, true)])).unwrap();
        assert_eq!(data["mainEntity"]["acceptedAnswer"].as_array().map(Vec::len), Some(2));
        assert_eq!(data["mainEntity"].get("suggestedAnswer"), None);
    }
}
