//! Floods are refused in memory, without a query. The limits that people meet live in the database.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};

use crate::error::{AppError, Result};
use crate::message::Message;

/// What is counted by address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Something was sent.
    Write,
    /// A search: the dearest thing that a visitor can ask for.
    Search,
    /// A feed, by a program that says nothing of the copy it has.
    WholeFeed,
}

/// So many at once, and then so many every minute.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// At once.
    pub burst: NonZeroU32,
    /// Every minute.
    pub per_minute: NonZeroU32,
}

impl Rate {
    /// Of two numbers; of 0 is of 1.
    #[must_use]
    pub fn new(burst: u32, per_minute: u32) -> Self {
        let of = |n| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        Self { burst: of(burst), per_minute: of(per_minute) }
    }
}

/// How much one address may ask of the server.
#[derive(Debug, Clone, Copy)]
pub struct FloodLimits {
    /// What it sends.
    pub writes: Rate,
    /// What it searches.
    pub searches: Rate,
    /// Feeds that it takes whole.
    pub whole_feeds: Rate,
    /// Connections at once (R31).
    pub connections: u32,
}

impl Default for FloodLimits {
    fn default() -> Self {
        // A household or an office behind one address, all voting and searching as they type: still below it.
        Self {
            writes: Rate::new(120, 240),
            searches: Rate::new(240, 480),
            whole_feeds: Rate::new(120, 60),
            connections: 256,
        }
    }
}

type Limiter = DefaultKeyedRateLimiter<IpAddr>;

/// Counts by address, IPv6 by /64.
#[derive(Debug)]
pub struct Flood {
    writes: Limiter,
    searches: Limiter,
    whole_feeds: Limiter,
}

impl Flood {
    /// With these limits.
    #[must_use]
    pub fn new(limits: FloodLimits) -> Self {
        let limiter = |rate: Rate| Limiter::keyed(Quota::per_minute(rate.per_minute).allow_burst(rate.burst));
        Self {
            writes: limiter(limits.writes),
            searches: limiter(limits.searches),
            whole_feeds: limiter(limits.whole_feeds),
        }
    }

    /// Counts one.
    ///
    /// # Errors
    /// [`AppError::TooMany`] with how long to wait.
    pub fn check(&self, asked: Asked, ip: IpAddr) -> Result<()> {
        let (limiter, key) = match asked {
            Asked::Write => (&self.writes, "error-flood"),
            Asked::Search => (&self.searches, "error-flood-search"),
            Asked::WholeFeed => (&self.whole_feeds, "error-flood-feed"),
        };
        limiter.check_key(&subject(ip)).map_err(|until| {
            let retry_after = until.wait_time_from(DefaultClock::default().now());
            let seconds = i64::try_from(retry_after.as_secs() + 1).unwrap_or(60);
            AppError::TooMany { retry_after, message: Message::new(key).with("seconds", seconds) }
        })
    }

    /// Forgets addresses that have been quiet; called now and then.
    pub fn tidy(&self) {
        for limiter in [&self.writes, &self.searches, &self.whole_feeds] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// The unit that is counted: an IPv4 address, or the /64 an IPv6 address lies in.
#[must_use]
pub fn subject(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V4(ip) => IpAddr::V4(ip),
        IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from(u128::from(ip) & (u128::MAX << 64))),
    }
}
