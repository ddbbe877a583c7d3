//! A file of people over the page: judged first, then the whole of it or nothing; hostile files; a store that
//! fails in the middle.

use std::sync::atomic::Ordering;

use domain::account::{Account, Role, State};
use domain::time::Span;
use http::header::{CONTENT_TYPE, ORIGIN};

use super::administrator;
use crate::client::{Browser, request};
use crate::doubles::{Failing, Switch};
use crate::page::Page;
use crate::portal::{Database, ORIGIN as OURS, Plan, TestPortal};

on_both_stores!(
    a_file_is_judged_first_and_then_imported_whole,
    what_is_wrong_anywhere_leaves_everything_as_it_was,
    a_store_that_fails_in_the_middle_keeps_nothing,
    five_thousand_people_are_one_file,
);

const FORM: &str = "/administration/people/import";
const CHECK: &str = "/administration/people/import/check";

/// Sends the form as a browser does: file and box, both always there.
async fn send(browser: &mut Browser, file: &[u8], text: &str) -> Page {
    let part = |head: &str, body: &[u8]| {
        let head = format!("--fence\r\nContent-Disposition: form-data; name={head}\r\n\r\n");
        [head.as_bytes(), body, b"\r\n"].concat()
    };
    let named = "\"file\"; filename=\"people.csv\"\r\nContent-Type: text/csv";
    let body = [
        part(named, file),
        part("\"text\"", text.as_bytes()),
        b"--fence--\r\n".to_vec(),
    ];
    let mut request = request("POST", FORM, body.concat());
    let kind = "multipart/form-data; boundary=fence".parse().unwrap();
    request.headers_mut().insert(CONTENT_TYPE, kind);
    request.headers_mut().insert(ORIGIN, OURS.parse().unwrap());
    browser.send(request).await
}

/// Sends a file and reads what it would do.
async fn judged(browser: &mut Browser, file: &[u8]) -> Page {
    let page = send(browser, file, "").await;
    assert_eq!(page.to(), CHECK);
    browser.follow(page).await
}

/// Everybody as the list has them.
async fn everybody(portal: &TestPortal) -> Vec<Account> {
    let mut all = Vec::new();
    for person in portal.store.people("", 100).await.unwrap() {
        all.push(portal.account(person.id).await);
    }
    all
}

async fn account(portal: &TestPortal, login: &str) -> Account {
    let found = portal.store.account_by_login(login).await.unwrap();
    found.unwrap_or_else(|| panic!("{login}"))
}

async fn a_file_is_judged_first_and_then_imported_whole(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let (ada, mut browser) = administrator(&portal).await;
    let sanne = portal.enrolled("sanne@example.org").await;
    portal.add("noor@example.org", State::Disabled).await;
    portal.add("same@example.org", State::Disabled).await;
    let file = "\u{feff}user;name;title;mail;language;state;role\r\n\
        new@example.org;=1+1;;new@example.org;nl;enabled;\r\n\
        SANNE@example.org;Sanne Jansen;Head;sanne@example.org;;enabled;user\r\n\
        noor@example.org;Sanne Pieters;Teacher;noor@example.org;;enabled;\r\n\
        same@example.org;Sanne Pieters;Teacher;same@example.org;;;\r\n\
        ada@example.org;Sanne Pieters;Teacher;ada@example.org;;enforced;administrator\r\n";
    let before = everybody(&portal).await;
    let page = judged(&mut browser, file.as_bytes()).await;
    assert!(page.says("5 lines with people."), "{}", page.text());
    assert!(
        page.says("Added 1 Changed 2 Unchanged 2"),
        "{}",
        page.text()
    );
    assert_eq!(everybody(&portal).await, before, "only judged");
    let again = browser.get(CHECK).await;
    assert_eq!(again.text(), page.text(), "a reload loses nothing");
    let page = browser.press(&page, "Import", &[]).await;
    assert_eq!(page.path, "/administration/people");
    assert!(page.says("The file is imported: 1 added, 2 changed."));
    let new = account(&portal, "new@example.org").await;
    assert_eq!(
        (new.name.as_str(), new.state, new.role),
        ("=1+1", State::Enabled, Role::User)
    );
    assert!(new.active && new.password.is_empty());
    let hers = portal.account(sanne.id).await;
    assert_eq!(
        (hers.name.as_str(), hers.title.as_str()),
        ("Sanne Jansen", "Head")
    );
    assert_eq!(
        hers.state,
        State::Enforced,
        "enabled takes nothing from her"
    );
    assert_eq!(hers.office_phone, "+31205550123", "no column, nothing said");
    let noor = account(&portal, "noor@example.org").await;
    assert_eq!(noor.state, State::Enabled);
    let rows = portal.audit().await;
    let of = |event: &str| rows.iter().filter(|row| row.event == event).count();
    assert_eq!(of("people_import"), 1);
    let last = rows.last().unwrap();
    assert!(last.details.contains("\"added\":\"1\"") && last.details.contains("\"same\":\"2\""));
    let changes: Vec<_> = rows
        .iter()
        .filter(|row| row.event == "user_change")
        .collect();
    assert_eq!(changes.len(), 2, "one row a person");
    assert!(changes.iter().all(|row| row.actor == ada.id.to_string()));
    assert_eq!(changes[0].subject, sanne.id.to_string());
    assert!(changes[1].details.contains("\"two_step\":\"enabled\""));
    assert_eq!(browser.get(CHECK).await.to(), FORM, "an answer counts once");
    let found = browser.get("/helpdesk?q=jansen").await;
    assert!(
        found.says("Sanne Jansen"),
        "who got a new name is found by it"
    );
    // The same file again tells nothing new.
    let page = judged(&mut browser, file.as_bytes()).await;
    assert!(page.says("nothing to import") && page.forms().iter().all(|f| f.action != CHECK));
}

async fn what_is_wrong_anywhere_leaves_everything_as_it_was(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let (_, mut browser) = administrator(&portal).await;
    portal
        .add_as("rita@example.org", State::Disabled, Role::Reader)
        .await;
    let before = everybody(&portal).await;
    let utf16: Vec<u8> = "\u{feff}user,name\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let head = "user,name,role,state\na@example.org,Ann,,\n";
    let line = |line: &str| format!("{head}{line}\n").into_bytes();
    let cases: [(Vec<u8>, &str); 14] = [
        (utf16, "1 The text is not UTF-8"),
        (b"user,name\na,Zo\xeb".to_vec(), "2 The text is not UTF-8"),
        (
            line("b@example.org,\"Ben,,"),
            "3 A quotation mark is opened",
        ),
        (
            line("b@example.org,Ben"),
            "3 This line has 2 cells instead of 4.",
        ),
        (line("b@example.org,B\0n,,"), "3 name There are invisible"),
        (
            line("b@example.org,B\u{202e}n,,"),
            "3 name There are invisible",
        ),
        (
            line("\u{ff21}@example.org,Ben,,"),
            "3 user The same user name is in line 2",
        ),
        (
            line("b@example.org,Ben,operator,"),
            "3 role Roles are not given",
        ),
        (
            line("b@example.org,Ben,,enforced"),
            "3 state Enforced comes by itself",
        ),
        (
            line("rita@example.org,Rita,,"),
            "3 user This person works for the helpdesk",
        ),
        (
            line("rita@example.org,Sanne Pieters,user,"),
            "3 role Roles are not given",
        ),
        (
            line("ada@example.org,Sanne Pieters,,disabled"),
            "3 user This person works",
        ),
        (
            b"user,name,is_admin\na,A,true\n".to_vec(),
            "There is no column \u{201c}is_admin\u{201d}",
        ),
        (
            b"user,name,password\na,A,x\n".to_vec(),
            "There is no column \u{201c}password\u{201d}",
        ),
    ];
    for (file, words) in cases {
        let page = judged(&mut browser, &file).await;
        assert!(page.says("There is 1 problem"), "{words}: {}", page.text());
        assert!(page.says(words), "{words}: {}", page.text());
        let all = browser
            .get("/administration/people/import/problems.csv")
            .await;
        let lines = super::export::read(&all);
        assert_eq!(lines.len(), 2, "{words}");
        // No button leads there, and without one nothing happens either.
        let id = kept(&page);
        let page = browser.post(CHECK, &[("file", &id)]).await;
        assert!(page.status == 200 && page.says("problem"), "{words}");
    }
    assert_eq!(everybody(&portal).await, before);
    assert_eq!(portal.count("people_import").await, 0);
}

/// No page with problems names the file, so an id that fits none.
fn kept(page: &Page) -> String {
    let fields = page.forms().into_iter().flat_map(|form| form.fields);
    let file = fields
        .into_iter()
        .find(|(name, value)| name == "file" && !value.is_empty());
    file.map_or_else(|| "0".repeat(32), |(_, value)| value)
}

async fn a_store_that_fails_in_the_middle_keeps_nothing(database: Database) {
    let switch = Switch::default();
    let inside = switch.clone();
    let plan = Plan::default().on(database);
    let portal = plan
        .store(move |store| Failing::around(store, inside))
        .open()
        .await;
    let (_, mut browser) = administrator(&portal).await;
    portal.add("noor@example.org", State::Disabled).await;
    let file = b"user,name,state\nnew@example.org,New,\nnoor@example.org,Noor,enabled\n";
    let page = judged(&mut browser, file).await;
    let before = everybody(&portal).await;
    let form = page.form("Import");
    let id = form.fields.iter().find(|(name, _)| name == "file").unwrap();
    switch.writes.store(true, Ordering::SeqCst);
    let failed = browser.post(CHECK, &[("file", &id.1)]).await;
    assert_eq!(failed.status, 503);
    switch.writes.store(false, Ordering::SeqCst);
    assert_eq!(everybody(&portal).await, before);
    assert_eq!(portal.count("people_import").await, 0);
    // The file is still there, and the second try does it.
    let page = browser.submit(CHECK, &[("file", &id.1)]).await;
    assert!(page.says("1 added, 1 changed"), "{}", page.text());
}

async fn five_thousand_people_are_one_file(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let (_, mut browser) = administrator(&portal).await;
    let mut file = "user,name\n".to_owned();
    for n in 0..5_000 {
        file.push_str(&format!("p{n:05}@example.org,Person {n}\n"));
    }
    let page = judged(&mut browser, file.as_bytes()).await;
    assert!(page.says("Added 5000 Changed 0"), "{}", page.text());
    let page = browser.press(&page, "Import", &[]).await;
    assert!(page.says("5000 added, 0 changed."));
    assert_eq!(portal.count("user_add").await, 5_001);
    let page = browser.get("/administration/people?begins=p04999").await;
    assert!(page.says("Person 4999"));
    let twice = file.replace("p00000@", "x@");
    let page = judged(&mut browser, twice.as_bytes()).await;
    assert!(page.says("Added 1 Changed 0 Unchanged 4999"));
}

#[tokio::test]
async fn what_is_typed_is_a_file_too_and_comes_back() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = administrator(&portal).await;
    let page = browser.get(FORM).await;
    assert!(page.body.contains("enctype=\"multipart/form-data\""));
    for (file, text) in [("", ""), ("", " \r\n"), (" ", "")] {
        let page = send(&mut browser, file.as_bytes(), text).await;
        assert!(page.status == 200 && page.says("Choose a file, or type or paste the lines."));
    }
    let plain = browser.post(FORM, &[("text", "user,name\na,A\n")]).await;
    assert!(
        plain.status == 200 && plain.says("Choose a file"),
        "{}",
        plain.text()
    );
    let typed = "user,name\r\na@example.org,<b>Ann\r\nb,\r\n";
    let page = send(&mut browser, b"", typed).await;
    let page = browser.follow(page).await;
    assert!(page.says("3 name This cell is empty."), "{}", page.text());
    let back = page.body.split("<textarea").nth(1).unwrap();
    let back = back.split_once('>').unwrap().1;
    let back = back.split("</textarea>").next().unwrap();
    assert_eq!(back, format!("\n{}", typed.replace('<', "&lt;")));
    let right = typed.replace("b,\r\n", "");
    let page = send(&mut browser, b"", &right).await;
    let page = browser.follow(page).await;
    let page = browser.press(&page, "Import", &[]).await;
    assert!(page.says("1 added, 0 changed."));
}

#[tokio::test]
async fn an_answer_is_for_the_file_that_was_shown_and_for_ten_minutes() {
    let portal = TestPortal::new().await;
    let (ada, mut browser) = administrator(&portal).await;
    let file = |name: &str| format!("user,name\n{name}@example.org,Name\n").into_bytes();
    let first = judged(&mut browser, &file("first")).await;
    judged(&mut browser, &file("second")).await;
    let page = browser.press(&first, "Import", &[]).await;
    assert!(
        page.says("Another file was checked in the meantime."),
        "{}",
        page.text()
    );
    assert_eq!(portal.store.people("", 9).await.unwrap().len(), 1);
    let mut other = portal.signed_in(&ada).await;
    assert_eq!(
        other.get(CHECK).await.to(),
        FORM,
        "another browser has none"
    );
    let id = page.form("Import").fields.remove(0).1;
    let foreign = other.post(CHECK, &[("file", &id)]).await;
    assert_eq!(foreign.to(), FORM);
    // A confirmation of who asks keeps it, and then its time is over.
    portal.clock.forward(Span::minutes(6));
    let proof = browser.open(CHECK).await;
    let code = portal.next_code(&ada);
    let typed = [("password", ada.password.as_str()), ("code", &code)];
    let page = browser.press(&proof, "Continue", &typed).await;
    assert!(page.says("Added 1"), "{}", page.text());
    portal.clock.forward(Span::minutes(4));
    assert_eq!(browser.post(CHECK, &[("file", &id)]).await.to(), FORM);
    assert_eq!(portal.store.people("", 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn only_there_a_long_body_is_taken_and_only_from_who_may() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = administrator(&portal).await;
    let mut long = b"user,name\na@example.org,Ann\n".to_vec();
    long.resize(1_000_000, b'\n');
    let page = judged(&mut browser, &long).await;
    assert!(page.says("Added 1"), "{}", page.text());
    let most = domain::import::MOST_BYTES;
    let mut too_long = long.clone();
    too_long.resize(most + 1, b'\n');
    let page = send(&mut browser, &too_long, "").await;
    assert!(
        page.status == 200 && page.says("more than 16 MB"),
        "{}",
        page.status
    );
    too_long.resize(most + 200_000, b'\n');
    assert_eq!(send(&mut browser, &too_long, "").await.status, 413);
    let sanne = portal.enrolled("sanne@example.org").await;
    let mut hers = portal.signed_in(&sanne).await;
    assert_eq!(
        send(&mut hers, &too_long, "").await.status,
        404,
        "not even read"
    );
    let mut stranger = portal.browser();
    assert!(
        send(&mut stranger, &too_long, "")
            .await
            .to()
            .starts_with("/sign-in")
    );
    for path in [CHECK, "/administration/people/change", "/profile/password"] {
        let text = "x".repeat(70_000);
        let page = browser.post(path, &[("file", &text)]).await;
        assert_eq!(page.status, 413, "{path}");
    }
    // The form is ours alone: another site's is refused before anything is read.
    let mut request = request("POST", FORM, "--x--");
    let kind = "multipart/form-data; boundary=x".parse().unwrap();
    request.headers_mut().insert(CONTENT_TYPE, kind);
    let evil = "https://evil.example".parse().unwrap();
    request.headers_mut().insert(ORIGIN, evil);
    assert_eq!(browser.send(request).await.status, 403);
}
