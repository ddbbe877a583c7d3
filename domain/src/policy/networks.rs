//! Trusted networks ("trusted IPs", F-158): ranges of addresses from which the second step is skipped.

use serde::{Deserialize, Serialize};

/// Ranges as they are typed: an address, or an address and the length of its prefix. None means that the second
/// step is asked for from everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Networks(pub Vec<String>);

#[cfg(feature = "service")]
mod judged {
    use std::net::IpAddr;

    use ipnet::IpNet;

    use super::Networks;

    /// The shortest prefixes: nobody owns more than this, so a shorter one is a slip that would switch the second
    /// step off for half the world.
    const SHORTEST: (u8, u8) = (8, 16);

    /// A range, or a single address.
    fn read(text: &str) -> Option<IpNet> {
        let net = match text.parse::<IpNet>() {
            Ok(net) => net,
            Err(_) => IpNet::from(text.parse::<IpAddr>().ok()?),
        };
        let shortest = match net {
            IpNet::V4(_) => SHORTEST.0,
            IpNet::V6(_) => SHORTEST.1,
        };
        // Bits behind the prefix say that another range was meant.
        (net.prefix_len() >= shortest && net.addr() == net.network()).then_some(net)
    }

    impl Networks {
        /// Whether these are ranges that can be trusted, each once and at most so many.
        pub fn can_be_trusted(&self, most: usize) -> bool {
            let mut seen = std::collections::BTreeSet::new();
            let mut each = self.0.iter().map(|text| read(text));
            self.0.len() <= most && each.all(|net| net.is_some_and(|net| seen.insert(net)))
        }

        /// Whether this address lies in one of them; nothing that is no address does.
        pub fn contain(&self, address: &str) -> bool {
            let Ok(address) = address.parse::<IpAddr>() else {
                return false;
            };
            let address = address.to_canonical();
            let mut nets = self.0.iter().filter_map(|text| read(text));
            nets.any(|net| net.contains(&address))
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn list(all: &[&str]) -> Networks {
            Networks(all.iter().map(|one| (*one).to_owned()).collect())
        }

        #[test]
        fn ranges_and_single_addresses_of_both_kinds() {
            let nets = list(&["192.0.2.0/24", "198.51.100.7", "2001:db8::/32"]);
            assert!(nets.can_be_trusted(3) && !nets.can_be_trusted(2));
            for inside in [
                "192.0.2.0",
                "192.0.2.255",
                "198.51.100.7",
                "2001:db8:ffff::1",
                "::ffff:192.0.2.9",
            ] {
                assert!(nets.contain(inside), "{inside}");
            }
            for outside in [
                "192.0.3.0",
                "198.51.100.8",
                "2001:db9::1",
                "",
                "192.0.2.1, 192.0.2.2",
                "192.0.2.1:80",
                "localhost",
            ] {
                assert!(!nets.contain(outside), "{outside}");
            }
            assert!(!Networks::default().contain("192.0.2.1"));
            assert!(Networks::default().can_be_trusted(50));
        }

        #[test]
        fn what_is_no_range_or_too_much_of_the_world_cannot_be_trusted() {
            for wrong in [
                "0.0.0.0/0",
                "::/0",
                "10.0.0.0/7",
                "2000::/15",
                "192.0.2.1/24",
                "192.0.2.0/33",
                "192.0.2",
                "office",
                "",
            ] {
                assert!(!list(&[wrong]).can_be_trusted(50), "{wrong}");
                assert!(!list(&[wrong]).contain("192.0.2.1"), "{wrong}");
            }
            assert!(list(&["10.0.0.0/8", "2001::/16"]).can_be_trusted(50));
            assert!(
                !list(&["192.0.2.0/24", "192.0.2.0/24"]).can_be_trusted(50),
                "twice"
            );
        }
    }
}
