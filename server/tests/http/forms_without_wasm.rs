//! The walk of a newcomer with pages and forms alone: every step presses the button that a person sees,
//! in a form that the page wrote. What works here works before the script has loaded, and without it.

use domain::account::State;
use domain::time::Span;

use crate::cast::oathtool;
use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(a_newcomer_enrols_reads_mail_and_signs_out,);

async fn a_newcomer_enrols_reads_mail_and_signs_out(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let mut person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = portal.browser();
    let page = browser.open("/").await;
    let page = browser
        .press(
            &page,
            "Sign in",
            &[("user", &person.login), ("password", &person.password)],
        )
        .await;
    assert!(page.says("Your admin has required that you set up this account for additional security verification"), "{}", page.text());
    let page = browser.press(&page, "Set it up now", &[]).await;
    let page = browser
        .press(
            &page,
            "Set up",
            &[("contact", "mobile_app"), ("mode", "code")],
        )
        .await;
    person.key = page.authenticator_key();
    let url = page.by_id("url");
    assert!(
        url.starts_with("otpauth://totp/") && url.contains(&format!("secret={}", person.key)),
        "{url}"
    );
    assert!(page.body.contains("<svg"), "a picture that needs no script");
    let page = browser.press(&page, "Done", &[]).await;
    let page = browser.press(&page, "Contact me", &[]).await;
    let page = browser
        .press(&page, "Verify", &[("code", &portal.code(&person))])
        .await;
    let page = browser.press(&page, "Close", &[]).await;
    let page = browser
        .press(
            &page,
            "Next",
            &[("country", "NL"), ("number", "06 12 34 56 78")],
        )
        .await;
    let value = page.app_password();
    let page = browser.press(&page, "Done", &[]).await;
    assert_eq!(page.path, "/profile");
    assert!(
        portal.check(&person.login, &value).await
            && !portal.check(&person.login, &person.password).await
    );

    let page = browser.open("/security").await;
    assert!(
        page.says("+31 6 12345678") && page.says("Authenticator app"),
        "{}",
        page.text()
    );
    let page = browser.open("/app-passwords/create").await;
    let page = browser.press(&page, "Next", &[("name", "Tablet")]).await;
    assert!(portal.check(&person.login, &page.app_password()).await);
    let page = browser.press(&page, "Close", &[]).await;
    assert!(page.says("Tablet"));
    let delete = page
        .links("/app-passwords/")
        .into_iter()
        .find(|href| href.ends_with("/delete"))
        .unwrap();
    let page = browser.open(&delete).await;
    let page = browser.press(&page, "Yes", &[]).await;
    assert_eq!(
        page.links("/app-passwords").len(),
        2,
        "the menu and Close: {}",
        page.text()
    );
    let page = browser.press(&page, "Sign out", &[]).await;
    assert_eq!(page.path, "/sign-in?notice=signed_out");
    assert!(page.body.contains("role=\"status\""));
}

#[tokio::test]
async fn somebody_enrolled_signs_in_and_manages_their_apps() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.browser();
    let page = browser.open("/security").await;
    let page = browser
        .press(
            &page,
            "Sign in",
            &[("user", &person.login), ("password", &person.password)],
        )
        .await;
    let page = browser
        .press(&page, "Verify", &[("code", &portal.code(&person))])
        .await;
    assert_eq!(page.path, "/security", "where the person wanted to go");
    let page = browser.press(&page, "Set up Authenticator app", &[]).await;
    let key = page.authenticator_key();
    let page = browser.press(&page, "Done", &[]).await;
    let code = oathtool(&key, portal.clock.seconds());
    let page = browser
        .press(&page, "Verify", &[("code", &code), ("name", "Tablet")])
        .await;
    assert!(page.says("Tablet"));
    let rename = page
        .links("/security/apps/")
        .into_iter()
        .rfind(|href| href.ends_with("/rename"))
        .unwrap();
    let page = browser.open(&rename).await;
    let page = browser
        .press(&page, "Save", &[("name", "Old tablet")])
        .await;
    assert!(page.says("Old tablet"));
    portal.clock.forward(Span::minutes(10));
    let delete = page
        .links("/security/apps/")
        .into_iter()
        .rfind(|href| href.ends_with("/delete"))
        .unwrap();
    let page = browser.open(&delete).await;
    let page = browser
        .press(
            &page,
            "Continue",
            &[
                ("password", &person.password),
                ("code", &portal.code(&person)),
            ],
        )
        .await;
    assert_eq!(
        page.path, delete,
        "after the proof, on with what was asked for"
    );
    let page = browser.press(&page, "Yes", &[]).await;
    assert!(page.path == "/security" && !page.says("Old tablet"));
    let page = browser.open("/profile/password").await;
    let new = "ander wachtwoord met lengte";
    let page = browser
        .press(
            &page,
            "Change password",
            &[("current", &person.password), ("new", new), ("again", new)],
        )
        .await;
    assert_eq!(
        page.path, "/profile",
        "without app passwords there is nothing to decide"
    );
    let page = browser.open("/sign-out-everywhere").await;
    let page = browser.press(&page, "Yes", &[]).await;
    assert_eq!(page.path, "/sign-in?notice=signed_out_everywhere");
}

#[tokio::test]
async fn a_problem_is_told_beside_its_field_and_what_was_typed_stays() {
    let portal = TestPortal::new().await;
    let mut browser = portal.browser();
    let page = browser.open("/sign-in").await;
    let page = browser
        .press(
            &page,
            "Sign in",
            &[("user", "sanne@example.org"), ("password", "wrong")],
        )
        .await;
    assert!(page.body.contains("id=\"problems\"") && page.body.contains("role=\"alert\""));
    assert!(
        page.text().starts_with("Error: "),
        "the title says it first"
    );
    let form = page.form("Sign in");
    assert!(
        form.fields
            .contains(&("user".into(), "sanne@example.org".into())),
        "{:?}",
        form.fields
    );
    assert!(
        form.fields.contains(&("password".into(), String::new())),
        "a password is never sent back"
    );
    let page = browser
        .press(&page, "Sign in", &[("user", ""), ("password", "x")])
        .await;
    assert!(
        page.body.contains("aria-invalid=\"true\"") && page.links("#user").len() == 1,
        "{}",
        page.body
    );
}

#[tokio::test]
async fn the_language_is_a_form_too() {
    let portal = TestPortal::new().await;
    let mut browser = portal.browser();
    let page = browser.open("/help").await;
    let page = browser.press(&page, "Nederlands", &[]).await;
    assert!(page.path == "/help" && page.body.contains("lang=\"nl\""));
    let page = browser.press(&page, "English", &[]).await;
    assert!(page.body.contains("<html lang=\"en\""));
}
