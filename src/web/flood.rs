//! Floods are refused in memory, without a write. The limits that people meet live in the database.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// How much one address may ask of the server: writes that it sends, connections that it holds.
#[derive(Debug, Clone, Copy)]
pub struct FloodLimits {
    /// Writes at once.
    pub burst: NonZeroU32,
    /// And then every minute.
    pub per_minute: NonZeroU32,
    /// Connections at once (R31).
    pub connections: u32,
}

impl Default for FloodLimits {
    fn default() -> Self {
        // A household or an office behind one address, all voting: still below it.
        let of = |n| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        Self { burst: of(120), per_minute: of(240), connections: 256 }
    }
}

/// Counts writes by address, IPv6 by /64.
#[derive(Debug)]
pub struct Flood(DefaultKeyedRateLimiter<IpAddr>);

impl Flood {
    /// With these limits.
    #[must_use]
    pub fn new(limits: FloodLimits) -> Self {
        Self(RateLimiter::keyed(Quota::per_minute(limits.per_minute).allow_burst(limits.burst)))
    }

    /// Counts one write.
    ///
    /// # Errors
    /// How long to wait, when it was too many.
    pub fn check(&self, ip: IpAddr) -> Result<(), Duration> {
        self.0.check_key(&subject(ip)).map_err(|until| until.wait_time_from(DefaultClock::default().now()))
    }

    /// Forgets addresses that have been quiet; called now and then.
    pub fn tidy(&self) {
        self.0.retain_recent();
        self.0.shrink_to_fit();
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
