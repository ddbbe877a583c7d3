//! Attacks as far as they concern the text of cookies.

use proptest::prelude::*;

use super::*;

fn headers(lines: &[&[u8]]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append(COOKIE, HeaderValue::from_bytes(line).unwrap());
    }
    headers
}

fn read(line: &[u8]) -> Option<String> {
    Cookie::Session.read(&headers(&[line])).map(str::to_owned)
}

#[test]
fn a_cookie_is_found_among_others() {
    assert_eq!(read(b"__Host-s=abc"), Some("abc".into()));
    assert_eq!(read(b"a=b; __Host-s=abc; __Host-p=x"), Some("abc".into()));
    assert_eq!(read(b"a=b;__Host-s=abc ;"), Some("abc".into()));
    assert_eq!(read(b"__Host-s=a=b"), Some("a=b".into()));
    let lines = headers(&[b"a=b", b"__Host-s=abc"]);
    assert_eq!(Cookie::Session.read(&lines), Some("abc"));
    assert_eq!(Cookie::Pending.read(&lines), None);
}

#[test]
fn other_names_are_not_ours() {
    for line in [
        "session=abc",
        "s=abc",
        "__host-s=abc",
        "__Host-sx=abc",
        "x__Host-s=abc",
        "__Secure-s=abc",
        "__Host-s2=abc",
    ] {
        assert_eq!(read(line.as_bytes()), None, "{line}");
    }
}

#[test]
fn what_cannot_be_decoded_is_absent() {
    for line in [
        &b""[..],
        b"__Host-s",
        b"__Host-s=",
        b"__Host-s= ",
        b"__Host-s=\"abc\"",
        b"__Host-s=a b",
        b"__Host-s=a\xffb",
        b"__Host-s=a\\b",
        b"__Host-s=a,b",
        b"__Host-s =abc",
        b";;;===;",
    ] {
        assert_eq!(read(line), None, "{line:?}");
    }
    // Rubbish in a neighbour does not matter.
    assert_eq!(read(b"x=\xff\xfe; __Host-s=abc"), Some("abc".into()));
}

#[test]
fn a_doubled_cookie_is_nobodys() {
    assert_eq!(read(b"__Host-s=abc; __Host-s=abc"), None);
    assert_eq!(read(b"__Host-s=abc; __Host-s"), None);
    assert_eq!(read(b"__Host-s=; __Host-s=abc"), None);
    assert_eq!(
        Cookie::Session.read(&headers(&[b"__Host-s=abc", b"__Host-s=def"])),
        None
    );
}

#[test]
fn size_and_number_do_not_matter() {
    let long = format!("__Host-s={}", "a".repeat(8192));
    assert_eq!(read(long.as_bytes()), None);
    let neighbour = format!("x={}; __Host-s=abc", "a".repeat(8192));
    assert_eq!(read(neighbour.as_bytes()), Some("abc".into()));
    let many: String = (0..50).map(|n| format!("c{n}=v; ")).collect();
    assert_eq!(
        read(format!("{many}__Host-s=abc").as_bytes()),
        Some("abc".into())
    );
}

#[test]
fn every_cookie_is_locked_to_this_host() {
    let token = Token::from_bytes([7; 32]);
    for (cookie, same_site, age) in [
        (Cookie::Session, "Lax", None),
        (Cookie::Pending, "Strict", None),
        (Cookie::Device, "Lax", Some("Max-Age=15552000")),
        (Cookie::Trust, "Lax", None),
        (Cookie::Language, "Lax", Some("Max-Age=31536000")),
    ] {
        let line = cookie.set(&token.text()).to_str().unwrap().to_owned();
        let mut parts = line.split("; ");
        assert_eq!(
            parts.next(),
            Some(&*format!("{}={}", cookie.name(), *token.text()))
        );
        let attributes: Vec<&str> = parts.collect();
        let same_site = format!("SameSite={same_site}");
        let mut expected = vec!["Path=/", "Secure", "HttpOnly", &same_site];
        expected.extend(age);
        assert_eq!(attributes, expected);
        assert!(line.len() <= 4096 && cookie.name().starts_with("__Host-"));
        let cleared = cookie.clear().to_str().unwrap().to_owned();
        assert!(cleared.starts_with(&format!("{}=; Path=/; Secure; HttpOnly; ", cookie.name())));
        assert!(cleared.contains("Max-Age=0") && !cleared.contains("Domain"));
    }
    assert!(Cookie::Session.set("x").is_sensitive());
}

#[test]
fn the_policy_says_how_long_a_browser_is_trusted() {
    let line = Cookie::Trust.set_for("x", 14);
    let expected = "__Host-t=x; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=1209600";
    assert_eq!(line.to_str().unwrap(), expected);
    assert!(line.is_sensitive());
    assert_eq!(Cookie::Trust.set_for("a;b", 14), Cookie::Trust.clear());
}

#[test]
fn a_value_that_does_not_fit_clears_the_cookie() {
    for value in [
        "",
        "a;b",
        "a b",
        "a\r\nSet-Cookie: x=y",
        "é",
        "\"",
        &"a".repeat(4096),
    ] {
        assert_eq!(
            Cookie::Language.set(value),
            Cookie::Language.clear(),
            "{value}"
        );
    }
}

#[test]
fn a_token_has_one_spelling() {
    let token = Token::from_bytes([0xfb; 32]);
    let text = token.text();
    assert_eq!(text.len(), 43);
    assert_eq!(Token::parse(&text).unwrap().hash(), token.hash());
    // The last character carries two bits that are not used; only zeros are right.
    assert_eq!(&text[42..], "s");
    for bad in [
        format!("{}t", &text[..42]),
        format!("{}=", *text),
        format!("{} ", &text[..42]),
        text.replace('-', "+"),
        text[..42].to_owned(),
        String::new(),
    ] {
        assert!(Token::parse(&bad).is_none(), "{bad}");
    }
}

#[test]
fn a_token_is_hashed_and_never_printed() {
    let token = Token::from_bytes([0; 32]);
    let expected = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925";
    assert_eq!(data_encoding::HEXLOWER.encode(&token.hash()), expected);
    assert_eq!(format!("{token:?}"), "Token([redacted])");
    assert_ne!(Token::new().unwrap().hash(), Token::new().unwrap().hash());
}

#[test]
fn a_token_comes_back_from_its_cookie() {
    let token = Token::new().unwrap();
    let sent = format!("__Host-lang=nl; __Host-s={}", *token.text());
    let found = Cookie::Session.token(&headers(&[sent.as_bytes()])).unwrap();
    assert_eq!(found.hash(), token.hash());
    assert!(Cookie::Device.token(&headers(&[sent.as_bytes()])).is_none());
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_harm(lines in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..5)) {
        let mut sent = HeaderMap::new();
        for line in &lines {
            if let Ok(value) = HeaderValue::from_bytes(line) {
                sent.append(COOKIE, value);
            }
        }
        for cookie in Cookie::ALL {
            if let Some(value) = cookie.read(&sent) {
                prop_assert!(value.bytes().all(|b| is_octet(&b)));
            }
        }
    }

    #[test]
    fn cookie_like_text_is_read_without_harm(line in "(__Host-(s|p|d|t|lang)?[=; \"a-z\\\\]{0,3}){0,20}") {
        if let Some(value) = Cookie::Session.read(&headers(&[line.as_bytes()])) {
            let pair = format!("__Host-s={value}");
            prop_assert!(line.contains(&pair), "{} in {}", pair, line);
        }
    }

    #[test]
    fn what_is_set_is_read_back(value in "[!#-+\\--:<-\\[\\]-~]{1,200}", left in "[a-z]{1,5}=[a-z]{0,5}") {
        for cookie in Cookie::ALL {
            let line = cookie.set(&value).to_str().unwrap().to_owned();
            let pair = line.split("; ").next().unwrap();
            let sent = headers(&[format!("{left}; {pair}").as_bytes()]);
            prop_assert_eq!(cookie.read(&sent), Some(value.as_str()));
        }
    }

    #[test]
    fn a_flipped_bit_is_another_token_or_none(bytes in any::<[u8; 32]>(), at in 0_usize..43, bit in 0_u8..7) {
        let token = Token::from_bytes(bytes);
        let mut text = token.text().as_bytes().to_vec();
        text[at] ^= 1 << bit;
        if let Some(other) = String::from_utf8(text).ok().and_then(|t| Token::parse(&t)) {
            prop_assert_ne!(other.hash(), token.hash());
        }
    }

    #[test]
    fn any_text_is_a_token_only_if_it_is_written_so(text in "[A-Za-z0-9_-]{40,46}") {
        if let Some(token) = Token::parse(&text) {
            prop_assert_eq!(&*token.text(), &text);
        }
    }
}
