//! A browser without a browser: cookies, forms with their token, and answers to look into. It follows no redirect.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Mutex;
use std::time::Duration;

use reqwest::header::{self, HeaderMap};
use reqwest::{Method, RequestBuilder, StatusCode, redirect};
use scraper::{Html, Selector};
use talka::ids::UserId;
use tokio::task::JoinSet;

/// Somebody at a browser.
pub struct Client {
    address: SocketAddr,
    http: reqwest::Client,
    cookies: Mutex<BTreeMap<String, String>>,
    account: Option<(UserId, String)>,
}

impl Client {
    /// Somebody without an account.
    pub fn new(address: SocketAddr) -> Self {
        let http = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(Duration::from_secs(30))
            .build()
            .unwrap();
        Self { address, http, cookies: Mutex::default(), account: None }
    }

    /// The same browser, signed in by its cookie to an account that is there.
    pub fn known_as(mut self, id: UserId, handle: &str) -> Self {
        self.account = Some((id, handle.to_owned()));
        self
    }

    /// The account behind it.
    ///
    /// # Panics
    /// For a visitor.
    pub fn id(&self) -> UserId {
        self.account.as_ref().expect("a visitor has no account").0
    }

    /// The account's handle.
    ///
    /// # Panics
    /// For a visitor.
    pub fn handle(&self) -> &str {
        &self.account.as_ref().expect("a visitor has no handle").1
    }

    /// The value of a cookie it holds.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// Gives it a cookie.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// `GET`
    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }

    /// `POST` of a form with the token of a page: one that stands on every page for members, for visitors the
    /// sign-in page.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let page = if self.account.is_some() { "/no-such-page" } else { "/sign-in" };
        self.post_form_from(page, path, fields).await
    }

    /// `POST` of a form with the token that stands on `page`.
    pub async fn post_form_from(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
        let token = self.token_from(page).await;
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.post_without_token(path, &all).await
    }

    /// `POST` of exactly these fields.
    pub async fn post_without_token(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.send(self.request(Method::POST, path).form(fields)).await
    }

    /// The token for forms that stands on a page.
    ///
    /// # Panics
    /// When there is none.
    pub async fn token_from(&self, page: &str) -> String {
        let reply = self.get(page).await;
        let html = reply.html();
        let token = ["meta[name=csrf]", "input[name=csrf]"].iter().find_map(|place| {
            let found = html.select(&selector(place)).next()?;
            found.attr("content").or_else(|| found.attr("value")).map(ToOwned::to_owned)
        });
        token.unwrap_or_else(|| panic!("{page} ({}) holds no token", reply.status))
    }

    /// A request that a test gives further headers or a body; sent by [`Client::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("http://{}{path}", self.address))
    }

    /// Sends a request with the cookies, and keeps those of the answer.
    pub async fn send(&self, request: RequestBuilder) -> Reply {
        self.try_send(request).await.unwrap()
    }

    /// The same with a server that may be gone.
    ///
    /// # Errors
    /// When no whole answer came.
    pub async fn try_send(&self, request: RequestBuilder) -> reqwest::Result<Reply> {
        let reply = reply_of(self.with_cookies(request).send().await?).await?;
        self.keep(&reply.headers);
        Ok(reply)
    }

    /// Sends the same form to a path so many times at once, each with the token of a page; answers the replies.
    pub async fn post_at_once(&self, times: usize, path: &str, fields: &[(&str, &str)]) -> Vec<Reply> {
        let forms: Vec<(String, Vec<(&str, &str)>)> = (0..times).map(|_| (path.to_owned(), fields.to_vec())).collect();
        self.post_all_at_once(&forms).await
    }

    /// Sends these forms, each to its path, all at once; answers the replies in the forms' order. What the server was
    /// too busy for is sent again as soon as another form has been served: then there is room.
    ///
    /// # Panics
    /// When the server is too busy again and again.
    pub async fn post_all_at_once(&self, forms: &[(String, Vec<(&str, &str)>)]) -> Vec<Reply> {
        let token = self.token_from("/no-such-page").await;
        let mut sent = JoinSet::new();
        for (place, (path, fields)) in forms.iter().enumerate() {
            let mut all = vec![("csrf", token.as_str())];
            all.extend_from_slice(fields);
            sent.spawn(numbered(place, self.with_cookies(self.request(Method::POST, path).form(&all))));
        }
        let mut replies: BTreeMap<usize, Reply> = BTreeMap::new();
        let mut turned_away = Vec::new();
        let mut tries_left = 100 * forms.len();
        while let Some(ended) = sent.join_next().await {
            let (place, request, reply) = ended.unwrap();
            if reply.status == StatusCode::SERVICE_UNAVAILABLE {
                turned_away.push((place, request));
                if !sent.is_empty() {
                    continue;
                }
            } else {
                replies.insert(place, reply);
            }
            for (place, request) in turned_away.drain(..) {
                tries_left = tries_left.checked_sub(1).expect("the server is always busy");
                sent.spawn(numbered(place, request));
            }
        }
        replies.into_values().collect()
    }

    fn with_cookies(&self, request: RequestBuilder) -> RequestBuilder {
        let held = self.cookies.lock().unwrap();
        let cookies = held.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        if cookies.is_empty() { request } else { request.header(header::COOKIE, cookies) }
    }

    fn keep(&self, headers: &HeaderMap) {
        let mut held = self.cookies.lock().unwrap();
        for sent in headers.get_all(header::SET_COOKIE) {
            let sent = sent.to_str().unwrap();
            let (name, value) = sent.split(';').next().and_then(|pair| pair.split_once('=')).unwrap();
            if value.is_empty() || sent.contains("Max-Age=0") {
                held.remove(name);
            } else {
                held.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Sends a request line that no HTTP library would, `GET /../x HTTP/1.1` for one; answers head and body as text.
    pub fn raw(&self, request_line: &str, headers: &[(&str, &str)]) -> String {
        self.raw_with_body(request_line, headers, "")
    }

    /// The same with a body, whose length is for the headers to say.
    pub fn raw_with_body(&self, request_line: &str, headers: &[(&str, &str)], body: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let mut request = format!("{request_line}\r\nHost: {}\r\nConnection: close\r\n", self.address);
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        // A server that refuses early need not read to the end: what it answered counts.
        let _ = stream.write_all(format!("{request}\r\n{body}").as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// Sends a request; answers its number, itself and what came back.
async fn numbered(place: usize, request: RequestBuilder) -> (usize, RequestBuilder, Reply) {
    let again = request.try_clone().unwrap();
    let reply = reply_of(request.send().await.unwrap()).await.unwrap();
    (place, again, reply)
}

async fn reply_of(response: reqwest::Response) -> reqwest::Result<Reply> {
    Ok(Reply { status: response.status(), headers: response.headers().clone(), body: response.bytes().await?.to_vec() })
}

/// How many of these replies have this status.
pub fn with_status(replies: &[Reply], status: u16) -> usize {
    replies.iter().filter(|reply| reply.status.as_u16() == status).count()
}

/// What came back.
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body as sent, compressed if the request allowed that.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Reply {
    /// The status, where it leads, and the words of the page: as much as a failed test should print.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words = self.find("main").unwrap_or_else(|| self.text());
        write!(f, "{} {} {}", self.status, self.location(), words.chars().take(600).collect::<String>())
    }
}

impl Reply {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as a page.
    pub fn html(&self) -> Html {
        Html::parse_document(&self.text())
    }

    /// The text of the first element that fits a CSS selector, white space put together.
    pub fn find(&self, css: &str) -> Option<String> {
        self.find_all(css).into_iter().next()
    }

    /// The texts of all elements that fit a CSS selector.
    pub fn find_all(&self, css: &str) -> Vec<String> {
        let text = |element: scraper::ElementRef<'_>| {
            element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        self.html().select(&selector(css)).map(text).collect()
    }

    /// An attribute of the first element that fits a CSS selector.
    pub fn attr(&self, css: &str, name: &str) -> Option<String> {
        self.html().select(&selector(css)).next()?.attr(name).map(ToOwned::to_owned)
    }

    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The text without what differs from one request to the next: the path that was asked for, tokens, ids of
    /// requests and of forms.
    pub fn bare(&self, path: &str) -> String {
        let encoded: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
        let mut text = self.text().replace(self.header("x-request-id"), "ID");
        if path.len() > 1 {
            text = text.replace(path, "PATH").replace(&encoded, "PATH");
        }
        for before in ["name=\"csrf\" value=\"", "name=\"csrf\" content=\"", "name=\"form_key\" value=\""] {
            let mut parts = text.split(before);
            let first = parts.next().unwrap_or_default().to_owned();
            text = parts.fold(first, |done, part| done + before + part.split_once('"').map_or("", |(_, rest)| rest));
        }
        text
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The same reply, if it has this status.
    ///
    /// # Panics
    /// With status and text, if it has another.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        self
    }
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}
