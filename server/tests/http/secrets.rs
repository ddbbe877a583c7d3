//! Where secrets may be: in the pages that exist to show them to their owner, and nowhere else. One whole
//! story is told with values that can be recognised, and then everything that the portal wrote is read.

use data_encoding::{BASE32_NOPAD, BASE64, BASE64URL_NOPAD, HEXLOWER};
use domain::account::State;

use crate::cast::{PASSWORD, oathtool};
use crate::log;
use crate::page::Page;
use crate::portal::{Plan, TOKEN, TestPortal};

/// A secret in every form in which it could have been written down.
struct Canary {
    name: &'static str,
    forms: Vec<Vec<u8>>,
}

impl Canary {
    fn text(name: &'static str, secret: &str) -> Self {
        let mut forms = Self::bytes(name, secret.as_bytes()).forms;
        for text in [
            secret.replace(' ', "+"),
            secret.replace(' ', "%20"),
            secret.to_uppercase(),
            secret.to_lowercase(),
        ] {
            forms.push(text.into_bytes());
        }
        let groups: Vec<String> = secret
            .as_bytes()
            .chunks(4)
            .map(|g| String::from_utf8_lossy(g).into_owned())
            .collect();
        forms.extend(["-", " "].map(|gap| groups.join(gap).into_bytes()));
        Self { name, forms }
    }

    fn bytes(name: &'static str, secret: &[u8]) -> Self {
        let hex = HEXLOWER.encode(secret);
        let mut forms = vec![
            secret.to_vec(),
            hex.clone().into_bytes(),
            hex.to_uppercase().into_bytes(),
        ];
        // Base64 of something longer shows the same letters but for the edges; all three alignments.
        for shift in 0..3 {
            let shifted = BASE64.encode(&[&vec![b' '; shift][..], secret].concat());
            let end = shifted.trim_end_matches('=').len() - 2;
            forms.push(shifted.as_bytes()[4..end].to_vec());
        }
        Self { name, forms }
    }

    /// The secret behind a cookie: as it is sent, and the bytes in it.
    fn token(name: &'static str, value: &str) -> Self {
        let mut forms = Self::text(name, value).forms;
        forms.extend(Self::bytes(name, &BASE64URL_NOPAD.decode(value.as_bytes()).unwrap()).forms);
        Self { name, forms }
    }

    fn key(name: &'static str, base32: &str) -> Self {
        let mut forms = Self::text(name, base32).forms;
        forms.extend(Self::bytes(name, &BASE32_NOPAD.decode(base32.as_bytes()).unwrap()).forms);
        Self { name, forms }
    }

    fn assert_absent(&self, place: &str, written: &Written) {
        for form in &self.forms {
            assert!(
                !written.holds(form),
                "{} is in {place}, as {:?}",
                self.name,
                String::from_utf8_lossy(form)
            );
        }
    }
}

/// Something that was written, made ready once for many searches.
struct Written(String);

impl Written {
    fn new(bytes: &[u8]) -> Self {
        Self(log::one_character_per_byte(bytes))
    }

    fn holds(&self, wanted: &[u8]) -> bool {
        self.0.contains(&log::one_character_per_byte(wanted))
    }
}

#[test]
fn the_search_itself_finds_what_is_there() {
    let canary = Canary::text("password", PASSWORD);
    let encoded = BASE64.encode(format!("{{\"password\":\"{PASSWORD}\"}}").as_bytes());
    for written in [
        PASSWORD.to_owned(),
        HEXLOWER.encode(PASSWORD.as_bytes()),
        encoded,
        PASSWORD.replace(' ', "+"),
    ] {
        let found = std::panic::catch_unwind(|| {
            canary.assert_absent("here", &Written::new(written.as_bytes()))
        });
        assert!(found.is_err(), "{written}");
    }
}

#[tokio::test]
async fn a_157_a_124_secrets_are_nowhere_but_where_they_are_shown() {
    let log = log::listen();
    let portal = TestPortal::new().await;
    let mut person = portal.add("noor@example.org", State::Enabled).await;
    let new = "trompet kasteel azijn negentien";
    let mut pages: Vec<Page> = Vec::new();
    let mut canaries = vec![
        Canary::text("password", PASSWORD),
        Canary::text("new password", new),
        Canary::text("bearer token", TOKEN),
    ];

    // The wizard, with every kind of mistake on the way.
    let mut browser = portal.browser();
    pages.push(
        browser
            .post(
                "/sign-in",
                &[("user", PASSWORD), ("password", &person.login)],
            )
            .await,
    );
    let typed_into_the_wrong_box = pages.pop().unwrap();
    assert!(
        typed_into_the_wrong_box.body.contains(PASSWORD),
        "only the browser that sent it sees it again"
    );
    browser
        .post(
            "/sign-in",
            &[("user", &person.login), ("password", PASSWORD)],
        )
        .await;
    canaries.push(Canary::token("pending token", &browser.cookies["__Host-p"]));
    browser.post("/enrol", &[]).await;
    let shown = browser
        .submit(
            "/enrol/contact",
            &[("contact", "mobile_app"), ("mode", "code")],
        )
        .await;
    person.key = shown.authenticator_key();
    canaries.push(Canary::key("authenticator key", &person.key));
    pages.push(browser.submit("/enrol/app", &[]).await);
    browser.post("/enrol/contact-me", &[]).await;
    pages.push(browser.post("/enrol/verify", &[("code", PASSWORD)]).await);
    pages.push(browser.post("/enrol/verify", &[("code", "000000")]).await);
    pages.push(
        browser
            .submit("/enrol/verify", &[("code", &portal.code(&person))])
            .await,
    );
    pages.push(browser.submit("/enrol/verified", &[]).await);
    let last = browser
        .submit(
            "/enrol/backup",
            &[("country", "NL"), ("number", "0612345678")],
        )
        .await;
    let first_value = last.app_password();
    canaries.push(Canary::text("backup number", "+31612345678"));
    canaries.push(Canary::text("first app password", &first_value));
    let finished = browser.post("/enrol/finish", &[]).await;
    pages.push(browser.follow(finished).await);
    let session = browser.cookies["__Host-s"].clone();
    canaries.push(Canary::token("session token", &session));
    canaries.push(Canary::text(
        "device cookie",
        browser.cookies["__Host-d"].rsplit('.').next().unwrap(),
    ));

    // Signed in: a step-up, a second app, app passwords, a changed password.
    let code = portal.next_code(&person);
    browser
        .post(
            "/step-up",
            &[("password", "wrong but long enough"), ("code", &code)],
        )
        .await;
    pages.push(
        browser
            .submit(
                "/step-up",
                &[
                    ("password", PASSWORD),
                    ("code", &code),
                    ("next", "/security"),
                ],
            )
            .await,
    );
    let key = browser
        .submit("/security/app/start", &[])
        .await
        .authenticator_key();
    canaries.push(Canary::key("second key", &key));
    pages.push(browser.submit("/security/app", &[]).await);
    let second = oathtool(&key, portal.clock.seconds());
    pages.push(
        browser
            .submit(
                "/security/app/verify",
                &[("code", &second), ("name", "Tablet")],
            )
            .await,
    );
    let value = browser
        .submit("/app-passwords/create", &[("name", "Laptop")])
        .await
        .app_password();
    canaries.push(Canary::text("app password", &value));
    pages.push(browser.submit("/app-passwords/created", &[]).await);
    pages.push(
        browser
            .post(
                "/profile/password",
                &[("current", new), ("new", PASSWORD), ("again", PASSWORD)],
            )
            .await,
    );
    pages.push(
        browser
            .submit(
                "/profile/password",
                &[("current", PASSWORD), ("new", new), ("again", new)],
            )
            .await,
    );
    for path in [
        "/profile",
        "/security",
        "/app-passwords",
        "/app-passwords/create",
        "/profile/password",
        "/help",
        "/nowhere",
    ] {
        pages.push(browser.get(path).await);
    }

    // The mail server, refused requests, and the end.
    assert!(portal.check(&person.login, &value).await);
    for wrong in [PASSWORD, new, &value[1..], &first_value.replace('a', "b")] {
        portal.check(&person.login, wrong).await;
    }
    let mut foreign = browser.clone().with("origin", "https://evil.example");
    let mut request = crate::client::request("POST", "/sign-in", format!("password={PASSWORD}"));
    request.headers_mut().insert(
        "content-type",
        "application/x-www-form-urlencoded".parse().unwrap(),
    );
    pages.push(foreign.send(request).await);
    portal.services.mail_flush().await.unwrap();
    pages.push(browser.submit("/sign-out", &[]).await);
    pages.push(
        portal
            .browser()
            .get(&format!("/sign-in?next=/{value}&token={session}"))
            .await,
    );
    pages.pop(); // what a stranger puts into an address comes back to that stranger only
    portal.services.tidy().await.unwrap();

    portal
        .file()
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    let mut places = vec![("the log".to_owned(), log.text().into_bytes())];
    for name in ["proofup.db", "proofup.db-wal"] {
        let written = std::fs::read(portal.path(name)).unwrap_or_default();
        places.push((name.to_owned(), written));
    }
    let backup = portal.path("backup.db");
    let copied = server::store::sqlite::backup(&portal.path("proofup.db"), &backup).await;
    copied.unwrap();
    let record = serde_json::to_vec(&portal.audit().await).unwrap();
    let outbox = format!("{:?}", portal.notices(person.id).await);
    places.extend([
        ("the backup".into(), std::fs::read(backup).unwrap()),
        ("the audit record".into(), record),
        (
            "the metrics".into(),
            portal.portal.metrics.text().into_bytes(),
        ),
        ("the outbox".into(), outbox.into_bytes()),
    ]);
    let filled = |(name, written): &(String, Vec<u8>)| name.ends_with("wal") || written.len() > 100;
    assert!(
        places.iter().all(filled),
        "there is something to look through"
    );
    let ready = |(place, bytes): (String, Vec<u8>)| (place, Written::new(&bytes));
    let places: Vec<(String, Written)> = places.into_iter().map(ready).collect();
    let shown: Vec<(String, Written)> = pages
        .iter()
        .map(|page| (page.path.clone(), of_page(page)))
        .collect();
    for canary in &canaries {
        // Its owner sees a phone number; in the database it is sealed like the rest.
        let pages = shown.iter().filter(|_| canary.name != "backup number");
        for (place, written) in places.iter().chain(pages) {
            canary.assert_absent(place, written);
        }
    }
}

#[tokio::test]
async fn a_157_what_the_helpdesk_gives_is_written_nowhere() {
    let log = log::listen();
    let portal = Plan::default().demo().open().await;
    let person = portal.enrolled("noor@example.org").await;
    let [temporary, token, number] = crate::helpdesk::given(&portal, &person).await;
    let canaries = [
        Canary::text("temporary password", &temporary),
        Canary::token("token of the link", &token),
        Canary::text("number that waits", &number),
    ];
    let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
    portal.file().execute_batch(checkpoint).unwrap();
    let outbox = format!("{:?}", portal.notices(person.id).await);
    for (place, written) in [
        ("the log", log.text().into_bytes()),
        (
            "the database",
            std::fs::read(portal.path("proofup.db")).unwrap(),
        ),
        (
            "the audit record",
            serde_json::to_vec(&portal.audit().await).unwrap(),
        ),
        ("the outbox", outbox.into_bytes()),
    ] {
        assert!(written.len() > 100, "{place}");
        let written = Written::new(&written);
        canaries
            .iter()
            .for_each(|canary| canary.assert_absent(place, &written));
    }
}

/// A page with its headers, but for the cookies that are secrets by themselves.
fn of_page(page: &Page) -> Written {
    let headers: Vec<_> = page
        .headers
        .iter()
        .filter(|(n, _)| *n != "set-cookie")
        .collect();
    Written::new(format!("{headers:?} {}", page.body).as_bytes())
}
