//! What stands around every request: its id, the origin check, floods, headers, error pages, the log.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse};

use super::connections::Refused;
use super::{Asked, Cx, errors};
use crate::config::Config;
use crate::error::{AppError, Result};
use crate::ids;
use crate::message::Message;

/// The id of a request, in its log lines and on its error page.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub String);

/// Everything from the site itself and nothing inline (R19).
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Where an address holds too many connections: idle ones have ended by then.
const RETRY: Duration = Duration::from_secs(5);

/// The guard, as actix takes it (`middleware::from_fn(guard)`).
///
/// # Errors
/// None of its own: errors become pages here.
pub async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let id = ids::random_key();
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = match admit(&request) {
        Ok(None) => next.call(request).await?.map_into_boxed_body(),
        Ok(Some(redirect)) => request.into_response(redirect),
        Err(error) => request.error_response(error),
    };
    if response.status().is_client_error() || response.status().is_server_error() {
        response = explain(response).await;
    }
    // What is left of a body that was not waited for is no next request.
    if response.request().conn_data::<Refused>().is_some() || response.status() == StatusCode::REQUEST_TIMEOUT {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    harden(&mut response, &id);
    log(&response, &id, started);
    Ok(response)
}

/// Puts the error's page where the handler left only a status.
async fn explain(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let (request, response) = response.into_parts();
    let known = response.error().and_then(|error| error.as_error::<AppError>());
    // A page that a handler rendered with an error status (a form with its messages) stays as it is.
    if known.is_none() && response.headers().contains_key(header::CONTENT_TYPE) && response.error().is_none() {
        return ServiceResponse::new(request, response);
    }
    let made;
    let error = match known {
        Some(error) => error,
        None => {
            made = errors::of_status(status);
            &made
        }
    };
    let page = errors::answer(&request, error, errors_status(error, status)).await;
    ServiceResponse::new(request, page)
}

fn errors_status(error: &AppError, status: StatusCode) -> StatusCode {
    if matches!(error, AppError::BadRequest(_)) { status } else { errors::status_of(error) }
}

/// Lets a request in, sends it to the right name, or refuses it.
fn admit(request: &ServiceRequest) -> Result<Option<HttpResponse>> {
    let cx = Cx::of(request.request())?;
    let config = &cx.shared.config;
    if request.conn_data::<Refused>().is_some() {
        return Err(AppError::TooMany { retry_after: RETRY, message: Message::new("error-connections") });
    }
    no_nul(request)?;
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(to_base_name(request, config));
    }
    same_origin(request.request(), config)?;
    cx.count(Asked::Write)?;
    Ok(None)
}

/// No text holds a NUL, and PostgreSQL refuses one in every value: such an address is nobody's.
fn no_nul(request: &ServiceRequest) -> Result<()> {
    if request.path().contains("%00") {
        return Err(AppError::NotFound);
    }
    if request.query_string().contains("%00") {
        return Err(AppError::BadRequest(Message::new("error-400-text")));
    }
    Ok(())
}

/// A page of this site sent it, as far as the browser says (R17). A browser that says nothing still needs the token.
fn same_origin(request: &HttpRequest, config: &Config) -> Result<()> {
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(origin) = header("origin") {
        let own = config.base_url.origin().ascii_serialization();
        return if origin == own { Ok(()) } else { Err(AppError::Forged) };
    }
    match header("sec-fetch-site") {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) => Err(AppError::Forged),
    }
}

/// Somebody typed another name of this machine: cookies and origins need the one name.
fn to_base_name(request: &ServiceRequest, config: &Config) -> Option<HttpResponse> {
    let host = request.headers().get(header::HOST)?.to_str().ok()?;
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let own = config.base_url.host_str()?;
    let loopback = |name: &str| matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    if name.eq_ignore_ascii_case(own) || !loopback(name) || !loopback(own) {
        return None;
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    Some(HttpResponse::TemporaryRedirect().insert_header((header::LOCATION, config.absolute(path))).finish())
}

fn harden(response: &mut ServiceResponse<BoxBody>, id: &str) {
    let headers = response.headers_mut();
    let mut default = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    default(header::CONTENT_SECURITY_POLICY, CSP);
    default(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    default(header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    default(header::X_FRAME_OPTIONS, "DENY");
    default(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    default(
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    );
    default(header::CACHE_CONTROL, "no-cache");
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
}

fn log(response: &ServiceResponse<BoxBody>, id: &str, started: Instant) {
    let request = response.request();
    let micros = started.elapsed().as_micros();
    super::metrics::observe(request.match_pattern().as_deref(), response.status(), started.elapsed());
    // Only the path: a query may hold what somebody searched for, or a link's secret.
    tracing::info!(
        request = id,
        method = %request.method(),
        path = request.match_pattern().unwrap_or_else(|| "-".into()),
        status = response.status().as_u16(),
        micros = u64::try_from(micros).unwrap_or(u64::MAX),
        "request"
    );
}

/// The browser's address: the peer's, unless that is a proxy we were told to believe; then the nearest address in
/// `X-Forwarded-For` that is not such a proxy (R11).
pub(super) fn client_ip(request: &HttpRequest, config: &Config) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    let trusted = |ip: IpAddr| config.trusted_proxies.iter().any(|net| net.contains(ip));
    if !trusted(peer) {
        return peer;
    }
    let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut nearest = peer;
    for hop in hops.iter().rev() {
        let Some(ip) = address(hop) else { break };
        nearest = ip;
        if !trusted(ip) {
            break;
        }
    }
    nearest
}

/// An address as proxies write it: alone, in brackets, or with a port.
fn address(hop: &str) -> Option<IpAddr> {
    let alone = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    alone.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn proxies_write_addresses_in_several_ways() {
        let read = |hop| address(hop).map(|ip| ip.to_string());
        for hop in ["203.0.113.7", "203.0.113.7:4444"] {
            assert_eq!(read(hop).as_deref(), Some("203.0.113.7"), "{hop}");
        }
        for hop in ["2001:db8::7", "[2001:db8::7]", "[2001:db8::7]:4444"] {
            assert_eq!(read(hop).as_deref(), Some("2001:db8::7"), "{hop}");
        }
        for hop in ["", "unknown", "203.0.113", "203.0.113.7:", "[203.0.113.7", "host.example:80"] {
            assert_eq!(read(hop), None, "{hop}");
        }
    }
}
