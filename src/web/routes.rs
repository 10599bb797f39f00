//! What a route is: an address, a method, who may come, and a handler. `routes.rs` fills the table.

use actix_web::http::Method;
use actix_web::{Handler, HttpRequest, Resource, Responder, Route as ActixRoute, guard, web};

use crate::error::{AppError, Result};
use crate::policy::{self, Action, Actor, ModeratorOf};

/// Who may come here at all. Each feature's policy decides about the thing itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Anyone,
    /// Everybody, and the form needs no token: that it comes from a page of this site is told by the browser (R17). For
    /// pages that visitors read without a cookie.
    Harmless,
    /// An account, verified or not: settings, drafts, reading one's own.
    Account,
    /// An account that may put something in public.
    Member,
    /// A moderator of anything.
    Moderator,
    /// An admin.
    Admin,
}

impl Access {
    /// The access of the route that a request came by; what is in no table is an error page, which anyone may see.
    pub(super) fn of(request: &HttpRequest) -> Self {
        let table = request.app_data::<Methods>();
        let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
        table.and_then(|table| table.0.iter().find(|(m, _)| m == method)).map_or(Self::Anyone, |(_, access)| *access)
    }

    /// The methods of the address that a request came to, as the header `Allow` takes them.
    pub(super) fn allowed(request: &HttpRequest) -> Option<String> {
        let table = request.app_data::<Methods>()?;
        let methods =
            table.0.iter().map(|(method, _)| if method == Method::GET { "GET, HEAD" } else { method.as_str() });
        Some(methods.collect::<Vec<&str>>().join(", "))
    }

    pub(super) const fn needs_account(self) -> bool {
        match self {
            Self::Anyone | Self::Harmless => false,
            Self::Account | Self::Member | Self::Moderator | Self::Admin => true,
        }
    }

    /// Lets an actor pass, or says why not. What is for moderators and admins is not there for others.
    pub(super) fn check(self, actor: &Actor) -> Result<()> {
        match (self, actor) {
            (Self::Anyone | Self::Harmless, _) | (_, Actor::System) => Ok(()),
            (Self::Account | Self::Member | Self::Moderator | Self::Admin, Actor::Visitor) => Err(AppError::SignIn),
            (Self::Account, Actor::Member(_)) => Ok(()),
            (Self::Member, Actor::Member(_)) => Ok(policy::check(actor, Action::Upload)?),
            (Self::Moderator, Actor::Member(member)) => {
                if !member.admin && member.moderates == ModeratorOf::Nothing {
                    return Err(AppError::NotFound);
                }
                Ok(policy::check(actor, Action::Moderate)?)
            }
            (Self::Admin, Actor::Member(member)) => {
                if !member.admin {
                    return Err(AppError::NotFound);
                }
                Ok(policy::check(actor, Action::Administer)?)
            }
        }
    }
}

/// One line of the table.
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// As actix writes patterns.
    pub path: &'static str,
    /// Who may come.
    pub access: Access,
    handler: ActixRoute,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {:?}", self.method, self.path, self.access)
    }
}

/// A page.
pub fn get<F, Args>(path: &'static str, access: Access, handler: F) -> Route
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let read = guard::Any(guard::Get()).or(guard::Head());
    Route { method: Method::GET, path, access, handler: web::route().guard(read).to(handler) }
}

/// A change.
pub fn post<F, Args>(path: &'static str, access: Access, handler: F) -> Route
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    Route { method: Method::POST, path, access, handler: web::post().to(handler) }
}

#[derive(Clone)]
struct Methods(Vec<(Method, Access)>);

/// Registers a table: each address once, with its methods; a page also answers HEAD.
pub fn register(config: &mut web::ServiceConfig, table: Vec<Route>) {
    let mut paths: Vec<(&'static str, Vec<Route>)> = Vec::new();
    for route in table {
        match paths.iter_mut().find(|(path, _)| *path == route.path) {
            Some((_, routes)) => routes.push(route),
            None => paths.push((route.path, vec![route])),
        }
    }
    // Fixed words before placeholders: `/questions/{id}/answers` is not a question with the slug "answers".
    paths.sort_by_key(|(path, _)| path.split('/').map(|part| part.starts_with('{')).collect::<Vec<bool>>());
    for (path, routes) in paths {
        let methods = Methods(routes.iter().map(|route| (route.method.clone(), route.access)).collect());
        let mut resource: Resource = web::resource(path).app_data(methods);
        // An address that only takes forms leaves its pages to the next pattern that fits.
        if routes.iter().all(|route| route.method == Method::POST) {
            resource = resource.guard(guard::Post());
        }
        for route in routes {
            resource = resource.route(route.handler);
        }
        config.service(resource);
    }
}
