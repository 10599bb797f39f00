//! Style sheet, script, fonts and icons, embedded in the binary.
//!
//! Each asset is served under a name that carries the hash of its bytes, so it may be cached for ever: a changed file
//! has another address. Compression was done at build time.

use actix_web::http::header::{self, AcceptEncoding, Encoding, EntityTag, Header, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, web};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// What every visitor may keep for a year without asking again.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A file with its encodings, as `build.rs` made them; an encoding is absent where it would not be smaller.
struct Asset {
    name: &'static str,
    url: &'static str,
    raw: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

/// The address of an asset: `css/app.css` gives `/assets/app.1a2b3c4d.css`. `None` if there is no such file.
#[must_use]
pub fn url(name: &str) -> Option<&'static str> {
    let place = ASSETS.binary_search_by_key(&name, |asset| asset.name).ok()?;
    Some(ASSETS[place].url)
}

/// The Lucide icon of this name as an inline `<svg>`, hidden from screen readers: the words beside it speak.
#[must_use]
pub fn icon(name: &str) -> Option<&'static str> {
    let place = ICONS.binary_search_by_key(&name, |(icon, _)| icon).ok()?;
    Some(ICONS[place].1)
}

/// `GET` and `HEAD` `/assets/{file}`: the asset in the best encoding that the browser accepts.
///
/// 404 for any other name, one with an old hash included; 304 where the browser's copy is the same.
pub async fn serve(request: HttpRequest, file: web::Path<String>) -> HttpResponse {
    let named = |asset: &&Asset| asset.url.strip_prefix("/assets/") == Some(file.as_str());
    let Some(asset) = ASSETS.iter().find(named) else {
        return HttpResponse::NotFound().finish();
    };
    let (encoding, bytes) = asset.best_for(&request);
    let tag = EntityTag::new_strong(match encoding {
        Some(encoding) => format!("{file}-{encoding}"),
        None => file.to_string(),
    });

    let fresh = is_fresh(&request, &tag);
    let mut response = match fresh {
        true => HttpResponse::NotModified(),
        false => HttpResponse::Ok(),
    };
    response
        .insert_header((header::CACHE_CONTROL, FOR_EVER))
        .insert_header(header::ETag(tag))
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    if fresh {
        return response.finish();
    }
    if let Some(encoding) = encoding {
        response.insert_header((header::CONTENT_ENCODING, encoding));
    }
    response.content_type(asset.media_type()).body(bytes)
}

/// `GET` and `HEAD` `/favicon.ico`: for programs that ask for it without reading the page.
pub async fn favicon() -> HttpResponse {
    match url("img/icon.svg") {
        Some(icon) => HttpResponse::PermanentRedirect().insert_header((header::LOCATION, icon)).finish(),
        None => HttpResponse::NotFound().finish(),
    }
}

impl Asset {
    fn best_for(&self, request: &HttpRequest) -> (Option<&'static str>, &'static [u8]) {
        let offered = [
            (Encoding::brotli(), "br", self.brotli),
            (Encoding::gzip(), "gzip", self.gzip),
            (Encoding::identity(), "identity", Some(self.raw)),
        ];
        let there = offered.iter().filter(|(.., bytes)| bytes.is_some());
        let wanted = AcceptEncoding::parse(request)
            .ok()
            .and_then(|accepted| accepted.negotiate(there.map(|(encoding, ..)| encoding)));
        match offered.into_iter().find(|(encoding, ..)| Some(encoding) == wanted.as_ref()) {
            Some((_, name, Some(bytes))) if name != "identity" => (Some(name), bytes),
            // A browser that refuses even plain bytes gets them: better than an unstyled page.
            _ => (None, self.raw),
        }
    }

    fn media_type(&self) -> &'static str {
        match self.name.rsplit('.').next() {
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("woff2") => "font/woff2",
            Some("png") => "image/png",
            Some("txt") => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        }
    }
}

fn is_fresh(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(known)) => known.iter().any(|known| known.weak_eq(tag)),
        Err(_) => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use actix_web::http::{Method, StatusCode};
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use actix_web::{App, dev::ServiceResponse};
    use sha2::Digest as _;

    async fn ask(path: &str, method: Method, headers: &[(&str, &str)]) -> ServiceResponse {
        let routes =
            App::new().route("/assets/{file}", web::route().to(serve)).route("/favicon.ico", web::get().to(favicon));
        let mut request = TestRequest::with_uri(path).method(method);
        for &header in headers {
            request = request.insert_header(header);
        }
        call_service(&init_service(routes).await, request.to_request()).await
    }

    fn header(response: &ServiceResponse, name: &str) -> String {
        response.headers().get(name).map_or_else(String::new, |value| value.to_str().unwrap().into())
    }

    #[test]
    fn names_carry_the_hash_of_the_bytes() {
        let asset = ASSETS.iter().find(|asset| asset.name == "css/app.css").unwrap();
        let hash =
            sha2::Sha256::digest(asset.raw)[..4].iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        assert_eq!(url("css/app.css"), Some(format!("/assets/app.{hash}.css").as_str()));
        assert_eq!(url("css/other.css"), None);
    }

    #[test]
    fn the_style_sheet_names_fonts_by_their_served_names() {
        let asset = ASSETS.iter().find(|asset| asset.name == "css/app.css").unwrap();
        let css = std::str::from_utf8(asset.raw).unwrap();
        let named: Vec<&str> = css.split("url(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(named.len(), 3);
        for name in named {
            assert!(ASSETS.iter().any(|asset| asset.url == format!("/assets/{name}")), "{name}");
        }
    }

    #[test]
    fn every_icon_is_found_and_only_draws() {
        for (name, svg) in ICONS {
            assert_eq!(icon(name), Some(*svg));
            assert!(svg.starts_with("<svg class=\"icon") && svg.ends_with("</svg>"), "{svg}");
            assert!(!svg.contains("style=") && !svg.contains("<!--") && !svg.contains("<script"), "{svg}");
        }
        assert!(icon("arrow-right").unwrap().contains("icon--flip"));
        assert_eq!(icon("no-such-icon"), None);
    }

    #[actix_web::test]
    async fn encoding_follows_the_browsers_order() {
        let path = url("css/app.css").unwrap();
        for (accepted, sent) in [
            ("gzip, deflate, br, zstd", "br"),
            ("br;q=0.5, gzip", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("gzip;q=0, br;q=0", ""),
            ("identity", ""),
            ("*;q=0", ""),
            ("", ""),
        ] {
            let response = ask(path, Method::GET, &[("accept-encoding", accepted)]).await;
            assert_eq!(response.status(), StatusCode::OK, "{accepted}");
            assert_eq!(header(&response, "content-encoding"), sent, "{accepted}");
            assert_eq!(header(&response, "vary"), "Accept-Encoding");
        }
        let font = url("fonts/onest-latin.woff2").unwrap();
        let response = ask(font, Method::GET, &[("accept-encoding", "gzip")]).await;
        assert_eq!(header(&response, "content-type"), "font/woff2");
    }

    #[actix_web::test]
    async fn assets_are_kept_for_ever_and_never_guessed() {
        let response = ask(url("js/app.js").unwrap(), Method::GET, &[]).await;
        assert_eq!(header(&response, "cache-control"), FOR_EVER);
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(header(&response, "content-type"), "text/javascript; charset=utf-8");
        let asset = ASSETS.iter().find(|asset| asset.name == "js/app.js").unwrap();
        assert_eq!(read_body(response).await, asset.raw);
    }

    #[actix_web::test]
    async fn the_same_copy_is_not_sent_again() {
        let path = url("css/app.css").unwrap();
        let brotli = ("accept-encoding", "br");
        let tag = header(&ask(path, Method::GET, &[brotli]).await, "etag");
        let again = ask(path, Method::GET, &[brotli, ("if-none-match", &tag)]).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(header(&again, "etag"), tag);
        let plain = ask(path, Method::GET, &[("if-none-match", &tag)]).await;
        assert_eq!(plain.status(), StatusCode::OK, "another encoding is another representation");
    }

    #[actix_web::test]
    async fn unknown_names_are_not_found() {
        for path in ["/assets/app.css", "/assets/app.00000000.css", "/assets/..%2fapp.css"] {
            assert_eq!(ask(path, Method::GET, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[actix_web::test]
    async fn favicon_leads_to_the_icon() {
        let response = ask("/favicon.ico", Method::GET, &[]).await;
        assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT);
        assert_eq!(header(&response, "location"), url("img/icon.svg").unwrap());
    }
}
