//! Attack A-007 and its relatives.

use axum::body::Body;
use axum::routing::get;
use axum::{Extension, Router, middleware};
use proptest::prelude::*;
use tower::ServiceExt as _;

use super::*;

const PEER: &str = "10.0.0.1";

fn proxies() -> Ranges {
    Ranges::new(vec![
        "10.0.0.0/8".parse().unwrap(),
        "fd00::/8".parse().unwrap(),
    ])
}

fn seen(peer: &str, lines: &[&str]) -> String {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append("x-forwarded-for", line.parse().unwrap());
    }
    client(peer.parse().unwrap(), &headers, &proxies()).to_string()
}

#[test]
fn a_stranger_cannot_choose_an_address() {
    let long = "1.2.3.4, ".repeat(500) + "1.2.3.4";
    for forged in [
        "1.2.3.4",
        "a",
        "::ffff:",
        "10.0.0.2",
        &long,
        &"x".repeat(10_000),
    ] {
        assert_eq!(seen("203.0.113.9", &[forged]), "203.0.113.9");
    }
}

#[test]
fn only_one_header_counts() {
    let mut headers = HeaderMap::new();
    headers.insert("forwarded", "for=1.2.3.4".parse().unwrap());
    headers.insert("x-real-ip", "1.2.3.4".parse().unwrap());
    headers.insert("true-client-ip", "1.2.3.4".parse().unwrap());
    assert_eq!(
        client(PEER.parse().unwrap(), &headers, &proxies()).to_string(),
        PEER
    );
}

#[test]
fn the_right_most_hop_that_is_not_ours_is_the_client() {
    assert_eq!(seen(PEER, &["203.0.113.9"]), "203.0.113.9");
    assert_eq!(seen(PEER, &["1.2.3.4, 203.0.113.9"]), "203.0.113.9");
    assert_eq!(
        seen(PEER, &["1.2.3.4, 203.0.113.9, 10.0.0.7"]),
        "203.0.113.9"
    );
    assert_eq!(
        seen(PEER, &["1.2.3.4", "203.0.113.9,10.0.0.7", "10.0.0.8"]),
        "203.0.113.9"
    );
    assert_eq!(seen("::ffff:10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
    // What stands left of it is a stranger's and need not even parse.
    assert_eq!(seen(PEER, &["rubbish, 203.0.113.9"]), "203.0.113.9");
}

#[test]
fn a_request_from_inside_has_the_farthest_address() {
    assert_eq!(seen(PEER, &["10.9.9.9, 10.0.0.7"]), "10.9.9.9");
    assert_eq!(seen(PEER, &[]), PEER);
}

#[test]
fn what_cannot_be_parsed_gives_the_peer() {
    for bad in [
        "a",
        "",
        "::ffff:",
        "203.0.113.9, ",
        "203.0.113.9 10.0.0.1",
        "010.0.0.1",
        "fe80::1%eth0",
        "[203.0.113.9]",
    ] {
        assert_eq!(seen(PEER, &[bad]), PEER, "{bad}");
    }
    let mut headers = HeaderMap::new();
    headers.append(
        "x-forwarded-for",
        http::HeaderValue::from_bytes(b"203.0.113.9\xff").unwrap(),
    );
    assert_eq!(
        client(PEER.parse().unwrap(), &headers, &proxies()).to_string(),
        PEER
    );
}

#[test]
fn ports_brackets_and_mapped_addresses_are_understood() {
    for (hop, expected) in [
        ("203.0.113.9:4711", "203.0.113.9"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("\t 203.0.113.9 ", "203.0.113.9"),
    ] {
        assert_eq!(seen(PEER, &[hop]), expected);
    }
    // A proxy's own address in IPv6 clothes is still the proxy's.
    assert_eq!(seen(PEER, &["203.0.113.9, ::ffff:10.0.0.7"]), "203.0.113.9");
}

#[test]
fn one_subscriber_has_one_prefix() {
    let prefix = |text: &str| Prefix::of(text.parse().unwrap());
    assert_eq!(prefix("203.0.113.9").to_string(), "203.0.113.9/32");
    assert_eq!(prefix("::ffff:203.0.113.9"), prefix("203.0.113.9"));
    assert_ne!(prefix("203.0.113.9"), prefix("203.0.113.10"));
    assert_eq!(prefix("2001:db8:1:2:3::4").to_string(), "2001:db8:1:2::/64");
    assert_eq!(
        prefix("2001:db8:1:2::"),
        prefix("2001:db8:1:2:ffff:ffff:ffff:ffff")
    );
    assert_ne!(prefix("2001:db8:1:2::"), prefix("2001:db8:1:3::"));
    assert_eq!(prefix("203.0.113.9").bytes(), [203, 0, 113, 9]);
    assert_eq!(
        prefix("2001:db8:1:2:3::4").bytes(),
        [0x20, 1, 0x0d, 0xb8, 0, 1, 0, 2]
    );
}

#[tokio::test]
async fn the_handlers_are_told() {
    let layer = middleware::from_fn(|request, next: middleware::Next| {
        next.run(locate(&proxies(), request))
    });
    let router = Router::new()
        .route(
            "/",
            get(|Extension(ClientAddr(a)): Extension<ClientAddr>| async move { a.to_string() }),
        )
        .layer(layer);
    let ask = |peer: Option<&str>| {
        let mut request = Request::builder()
            .header("x-forwarded-for", "203.0.113.9")
            .body(Body::empty())
            .unwrap();
        if let Some(peer) = peer {
            request
                .extensions_mut()
                .insert(PeerAddr(peer.parse().unwrap()));
        }
        let router = router.clone();
        async move {
            let answer = router.oneshot(request).await.unwrap();
            axum::body::to_bytes(answer.into_body(), 100).await.unwrap()
        }
    };
    assert_eq!(ask(Some("10.0.0.1:5")).await, "203.0.113.9");
    assert_eq!(ask(Some("192.0.2.1:5")).await, "192.0.2.1");
    assert_eq!(ask(None).await, "0.0.0.0");
}

proptest! {
    #[test]
    fn any_header_gives_an_address(lines in prop::collection::vec(prop::collection::vec(0x20_u8..=0xff, 0..200), 0..4)) {
        let mut headers = HeaderMap::new();
        for line in &lines {
            if let Ok(value) = http::HeaderValue::from_bytes(line) {
                headers.append("x-forwarded-for", value);
            }
        }
        let stranger: IpAddr = "203.0.113.9".parse().unwrap();
        prop_assert_eq!(client(stranger, &headers, &proxies()), stranger);
        let found = client(PEER.parse().unwrap(), &headers, &proxies());
        prop_assert_eq!(found, found.to_canonical());
    }

    #[test]
    fn what_stands_left_of_the_client_changes_nothing(left in "[ -~]{0,80}", client in any::<[u8; 4]>()) {
        let client = IpAddr::from(client);
        prop_assume!(!proxies().contain(client));
        let line = format!("{left},{client}, 10.1.2.3");
        prop_assert_eq!(seen(PEER, &[&line]), client.to_string());
    }

    #[test]
    fn a_prefix_covers_its_address(bits in any::<u128>()) {
        let address = IpAddr::V6(Ipv6Addr::from_bits(bits));
        let range: IpNet = Prefix::of(address).to_string().parse().unwrap();
        prop_assert!(range.contains(&address.to_canonical()));
    }
}
