//! Whose request is this? The address counts for throttles and for the audit record, so a client
//! must not be able to choose it. Only `X-Forwarded-For` is read, only when the peer is a proxy
//! that the configuration names, and only up to the first hop that is not such a proxy, counted
//! from the right: everything further left was written by a stranger. What cannot be parsed gives
//! the peer's own address, so a broken header never skips a check.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::Request;
use http::HeaderMap;
use ipnet::IpNet;

/// The other end of the connection, put into every request by the accept loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerAddr(pub SocketAddr);

/// The client's address as far as it can be believed; put into every request by [`locate`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddr(pub IpAddr);

/// The part of an address that stands for one subscriber: all of IPv4, 64 bits of IPv6.
///
/// A subscriber of IPv6 commands a whole /64; counting single addresses would count nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix(IpAddr);

impl Prefix {
    /// The prefix of an address. An IPv4 address in IPv6 clothes counts as IPv4.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => Self(IpAddr::V4(v4)),
            IpAddr::V6(v6) => Self(IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (!0 << 64)))),
        }
    }

    /// The bytes for a throttle's key: four for IPv4, eight for IPv6.
    pub fn bytes(self) -> Vec<u8> {
        match self.0 {
            IpAddr::V4(v4) => v4.octets().to_vec(),
            IpAddr::V6(v6) => v6.octets().into_iter().take(8).collect(),
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(v4) => write!(f, "{v4}/32"),
            IpAddr::V6(v6) => write!(f, "{v6}/64"),
        }
    }
}

/// Address ranges named in the configuration: proxies to believe, machines to admit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranges(Vec<IpNet>);

impl Ranges {
    /// These ranges and no others.
    pub fn new(ranges: Vec<IpNet>) -> Self {
        Self(ranges)
    }

    /// Whether the address lies in one of the ranges.
    pub fn contain(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|range| range.contains(&address))
    }
}

/// The client's address: the peer's, or what trusted proxies say in `X-Forwarded-For`.
pub fn client(peer: IpAddr, headers: &HeaderMap, proxies: &Ranges) -> IpAddr {
    let peer = peer.to_canonical();
    if !proxies.contain(peer) {
        return peer;
    }
    let mut nearest = peer;
    // Several lines of the header are one list; both are read from the right.
    for line in headers.get_all("x-forwarded-for").iter().rev() {
        let Ok(line) = line.to_str() else { return peer };
        for hop in line.rsplit(',') {
            let Some(hop) = parse(hop) else { return peer };
            if !proxies.contain(hop) {
                return hop;
            }
            nearest = hop;
        }
    }
    nearest
}

/// A hop as proxies write it: `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`.
fn parse(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim_matches([' ', '\t']);
    let bare = hop
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    hop.parse::<IpAddr>()
        .ok()
        .or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
        .or_else(|| bare?.parse::<Ipv6Addr>().ok().map(IpAddr::V6))
        .map(|address| address.to_canonical())
}

/// Puts [`ClientAddr`] into the request.
///
/// Without a [`PeerAddr`] there is no connection (a test that calls the router itself): the
/// unspecified address, and no header is believed.
pub fn locate(proxies: &Ranges, mut request: Request) -> Request {
    let address = match request.extensions().get::<PeerAddr>() {
        Some(PeerAddr(peer)) => client(peer.ip(), request.headers(), proxies),
        None => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
    };
    request.extensions_mut().insert(ClientAddr(address));
    request
}

#[cfg(test)]
mod tests;
