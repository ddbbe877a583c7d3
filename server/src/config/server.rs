//! Where the portal listens and how it is reached.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use ipnet::IpNet;

use super::section::{problem, section};
use super::{Problems, PublicOrigin};

section! {
    /// Where the portal listens and how people reach it. TLS is the business of a proxy in front.
    pub struct Server = "server" {
        /// Where people's browsers and mail servers are answered, usually through a proxy.
        listen: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
        /// Where `/metrics` is answered. Must be an address of this very machine.
        admin_listen: Option<SocketAddr> =
            Some(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9080));
        /// The portal as browsers see it. `https` is required unless it is `localhost`. Links in
        /// messages are made from it, and changes are accepted only from pages that came from it.
        public_origin: PublicOrigin = PublicOrigin::localhost(8080);
        /// Proxies whose `X-Forwarded-For` is believed. From anybody else the header is ignored.
        trusted_proxies: Vec<IpNet> = Vec::new();
        /// The directory with the built browser half.
        assets: PathBuf = PathBuf::from("dist");
        /// The most connections at once; more of them wait.
        max_connections: u32 = 1000, 10..=100_000;
        /// Whether to start only when the system (`timedatectl`) says that its clock is synchronised.
        /// Codes of authenticator apps depend on the clock. Containers often cannot tell.
        require_synchronised_clock: bool = false;
    }
}

impl Server {
    /// The administration listener has no sign-in, so it must not be reachable from elsewhere.
    pub fn validate(&self, problems: &mut Problems) {
        let Some(admin) = self.admin_listen else {
            return;
        };
        if !admin.ip().to_canonical().is_loopback() {
            problem::<Self>(
                problems,
                "admin_listen",
                "must be an address of this machine, such as 127.0.0.1:9080",
            );
        }
        if admin == self.listen && admin.port() != 0 {
            problem::<Self>(problems, "admin_listen", "must differ from listen");
        }
    }
}
