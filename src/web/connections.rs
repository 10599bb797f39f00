//! How many connections one address may hold at once (R31).
//!
//! A connection past the limit is not counted, and not kept: whatever it asks is answered 429 and its end. One that asks
//! nothing ends with the time that headers may take.

use std::any::Any;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream;

use super::flood::subject;
use crate::config::Network;

/// Counts open connections by address, IPv6 by /64. Proxies that are trusted bring everybody's and are not counted.
#[derive(Debug)]
pub struct Connections {
    open: Mutex<HashMap<IpAddr, u32>>,
    most: u32,
    proxies: Vec<Network>,
}

/// One connection's place among those of its address; given back when the connection ends.
#[derive(Debug)]
struct Place {
    among: Arc<Connections>,
    subject: IpAddr,
}

/// Marks a connection past the limit.
#[derive(Debug)]
pub(super) struct Refused;

impl Connections {
    /// At most so many of one address.
    #[must_use]
    pub fn new(most: u32, proxies: Vec<Network>) -> Arc<Self> {
        Arc::new(Self { open: Mutex::default(), most, proxies })
    }

    /// Counts a new connection, as `HttpServer::on_connect` tells of it. What it keeps lives as long as the connection.
    pub fn enter(self: &Arc<Self>, io: &dyn Any, keeps: &mut Extensions) {
        let peer = io.downcast_ref::<TcpStream>().and_then(|stream| stream.peer_addr().ok());
        let Some(ip) = peer.map(|peer| peer.ip()).filter(|ip| !self.proxies.iter().any(|net| net.contains(*ip))) else {
            return;
        };
        match self.take(subject(ip)) {
            Some(place) => drop(keeps.insert(place)),
            None => drop(keeps.insert(Refused)),
        }
    }

    fn take(self: &Arc<Self>, subject: IpAddr) -> Option<Place> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(subject).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Place { among: Arc::clone(self), subject })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.among.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.subject) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.subject);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_given_back_and_nothing_is_left_of_it() {
        let connections = Connections::new(2, Vec::new());
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let first = connections.take(one);
        let second = connections.take(one);
        assert!(first.is_some() && second.is_some() && connections.take(one).is_none());
        assert!(connections.take(other).is_some(), "the others are not held up");
        drop(first);
        assert!(connections.take(one).is_some());
        drop(second);
        assert!(connections.open.lock().is_ok_and(|open| open.is_empty()));
    }
}
