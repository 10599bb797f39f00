//! What stands between the browser and the features.
//!
//! - [`Cx`] is one request: who asks, when, in which language; it opens the database and answers pages.
//! - [`Form`] reads a form under its limits and checks the CSRF token: no handler can forget it.
//! - [`Upload`] is the same for a file.
//! - [`Raw`] is a body that something signed vouches for instead.
//! - [`Refusal`] is what a form's own page says when it was not taken.
//! - [`guard`] stands around everything: origin, headers, floods, request ids, error pages.
//! - [`routes`] is the kind of table that `routes.rs` fills: an address without an access does not compile.

pub mod assets;
mod body;
pub mod chart;
mod connections;
mod cookies;
pub mod csv;
mod cx;
mod errors;
mod flood;
mod form;
mod guard;
mod local;
mod member;
pub mod metrics;
mod page;
mod parts;
mod raw;
mod refusal;
mod render;
pub mod routes;
mod shared;
mod upload;
mod validators;

pub use connections::Connections;
pub use cx::{Cx, Theme};
pub use errors::status_of;
pub use flood::{Asked, Flood, FloodLimits, Rate};
pub use form::{Form, MAX_FORM};
pub use guard::guard;
pub use local::local_path;
pub use member::{MemberView, initials, member_view};
pub use page::Page;
pub use parts::Part;
pub use raw::Raw;
pub use refusal::Refusal;
pub use render::Texts;
pub use shared::{Shared, Unread};
pub use upload::{MAX_UPLOAD, Upload, upload_limits};
pub use validators::Validators;
