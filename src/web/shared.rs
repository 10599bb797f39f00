//! What every request shares.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::{Flood, Texts};
use crate::clock::{Clock, Timestamp};
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::policy::Actor;
use crate::settings::{self, Site};

/// How long the site's settings may be stale on a node that did not change them (D6).
const SITE_TTL: Duration = Duration::from_secs(5);

/// How many things wait unread for somebody, as the bell shows it: nothing, a number or `99+`. Handed up by `app`, for
/// the inbox stands above this room.
#[derive(Clone)]
pub struct Unread(Arc<Count>);

type Count = dyn Fn(&mut Conn, &Actor) -> Result<String> + Send + Sync;

impl Unread {
    /// Counted by this.
    pub fn new(count: impl Fn(&mut Conn, &Actor) -> Result<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(count))
    }

    pub(super) fn count(&self, c: &mut Conn, actor: &Actor) -> Result<String> {
        (self.0)(c, actor)
    }
}

impl std::fmt::Debug for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unread")
    }
}

/// The parts a request works with; built by `app`.
#[derive(Debug)]
pub struct Shared {
    /// Settings of the process.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Templates and translations.
    pub texts: Texts,
    /// Counts writes by address.
    pub flood: Flood,
    /// What the bell shows.
    pub unread: Unread,
    /// Set when the server has been asked to stop.
    pub stopping: AtomicBool,
    site: RwLock<Option<(Timestamp, Arc<Site>)>>,
}

impl Shared {
    /// Puts the parts together.
    #[must_use]
    pub fn new((config, db): (Config, Db), clock: Clock, texts: Texts, flood: Flood, unread: Unread) -> Self {
        Self { config, db, clock, texts, flood, unread, stopping: AtomicBool::new(false), site: RwLock::new(None) }
    }

    /// The site's settings, at most five seconds old.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn site(&self, c: &mut Conn, now: Timestamp) -> Result<Arc<Site>> {
        if let Some((read_at, site)) = &*self.site.read().unwrap_or_else(PoisonError::into_inner)
            && now.since(*read_at) < SITE_TTL
            && *read_at <= now
        {
            return Ok(Arc::clone(site));
        }
        let site = Arc::new(settings::load(c)?);
        *self.site.write().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&site)));
        Ok(site)
    }

    /// The last known settings, for a page that is shown while the database is away.
    #[must_use]
    pub fn last_site(&self) -> Arc<Site> {
        self.site
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .map_or_else(|| Arc::new(Site::default()), |(_, site)| Arc::clone(site))
    }

    /// Forgets the kept settings: this node has just changed them.
    pub fn site_changed(&self) {
        *self.site.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
