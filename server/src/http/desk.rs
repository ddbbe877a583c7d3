//! The helpdesk's pages. A handler that takes [`At`] is only reached by staff with that duty; everybody else
//! finds no such page.

pub mod act;
pub mod approval;
pub mod check;
pub mod issued;
pub mod manage;

use std::marker::PhantomData;
use std::sync::Arc;

use app::pages;
use app::view::{
    AppPasswordRow, DeskMethod, DeskPerson, DeskSearch, HeldRow, LastUsed, Notice, PersonRow,
    Problem, TrustRow, as_value,
};
use axum::extract::{FromRequestParts, Path};
use axum::response::Response;
use domain::account::{Account, App, Phone};
use domain::contact::PhoneNumber;
use domain::desk::{Aid, Duty, act_refusal};
use domain::service::ports::Person;
use domain::service::{Answer, Seen, ServiceError, Staff};
use domain::{Id, Refusal, decide};
use http::request::Parts;

use super::Portal;
use super::activity::in_words;
use super::fault::Stop;
use super::grace;
use super::visit::{Flash, Signed, again, page as show, safe_path, safe_place};

/// A kind of staff work as a type, so that a handler's argument names the right that it needs.
pub trait Right: Send {
    /// The duty.
    const DUTY: Duty;
}

/// [`Duty::See`].
pub struct See;
impl Right for See {
    const DUTY: Duty = Duty::See;
}

/// [`Duty::Help`].
pub struct Help;
impl Right for Help {
    const DUTY: Duty = Duty::Help;
}

/// [`Duty::Oversee`].
pub struct Oversee;
impl Right for Oversee {
    const DUTY: Duty = Duty::Oversee;
}

/// [`Duty::Govern`].
pub struct Govern;
impl Right for Govern {
    const DUTY: Duty = Duty::Govern;
}

/// A request by one of the staff with this right.
pub struct At<R>(pub Signed, PhantomData<R>);

impl<R: Right> FromRequestParts<Arc<Portal>> for At<R> {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Stop> {
        let signed = Signed::from_request_parts(parts, portal).await?;
        match portal.services.staff(&signed.caller, R::DUTY) {
            Ok(_) => Ok(Self(signed, PhantomData)),
            Err(Refusal::ProofNeeded) => Err(prove(&signed).await?),
            Err(refusal) => Err(refusal.into()),
        }
    }
}

/// Where staff go whose proof is too old or too weak.
async fn prove(signed: &Signed) -> Result<Stop, Stop> {
    let apps = &signed.caller.account.apps;
    if apps.iter().all(|app| app.locked) {
        let flash = Flash::notice(Notice::StaffNeedApp).write();
        let services = &signed.visit.portal.services;
        services.set_flash(&signed.caller, Some(flash)).await?;
        return Ok(Stop::To("/security".into()));
    }
    let here = safe_path(signed.visit.visitor.here());
    let query = &signed.visit.query;
    // Where the parameters are not plain the page alone is found again.
    let whole = format!("{here}?{query}");
    let next = match safe_place(&whole) {
        place if !place.is_empty() && !query.is_empty() => as_value(place),
        _ => here.to_owned(),
    };
    Ok(Stop::To(format!("/step-up?way=app&next={next}")))
}

impl<R: Right> At<R> {
    /// The right itself, checked again where it is used.
    pub fn staff(&self) -> Result<Staff<'_>, Stop> {
        let services = &self.0.visit.portal.services;
        Ok(services.staff(&self.0.caller, R::DUTY)?)
    }
}

impl<R> std::ops::Deref for At<R> {
    type Target = Signed;
    fn deref(&self) -> &Signed {
        &self.0
    }
}

pub(super) fn listed(one: Person) -> PersonRow {
    PersonRow {
        id: one.id,
        name: one.name,
        login: one.login,
        mail: one.mail,
        role: one.role,
        state: one.state,
        active: one.active,
    }
}

/// Somebody as a list shows them.
pub(super) fn row_of(account: &Account) -> PersonRow {
    PersonRow {
        id: account.id,
        name: account.name.clone(),
        login: account.login.clone(),
        mail: account.mail.clone(),
        role: account.role,
        state: account.state,
        active: account.active,
    }
}

/// The id in an address.
fn id_of(text: &str) -> Result<Id, Stop> {
    text.parse().map_err(|_| Stop::not_found())
}

/// Values of a query string, decoded.
pub(super) fn query(query: &str, name: &str) -> Vec<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let of = |(key, value): (String, String)| (key == name).then_some(value);
    pairs.into_iter().filter_map(of).collect()
}

/// `GET /helpdesk`.
pub async fn search(desk: At<See>) -> Result<Response, Stop> {
    let typed = query(&desk.visit.query, "q").pop();
    let acts = Duty::Help.of(desk.caller.account.role);
    let services = &desk.visit.portal.services;
    let mut view = DeskSearch {
        acts,
        waiting: services.approvals_waiting(&desk.staff()?).await?,
        ..DeskSearch::default()
    };
    let Some(typed) = typed else {
        return Ok(show(pages::desk_search(&desk.frame().await?, &view)));
    };
    view.typed = typed.chars().take(200).collect();
    let found = services
        .find_people(&desk.staff()?, &view.typed, desk.trace())
        .await;
    match found {
        Ok(people) => {
            view.more = people.len() >= domain::desk::FOUND as usize;
            view.people = Some(people.into_iter().map(listed).collect());
            Ok(show(pages::desk_search(&desk.frame().await?, &view)))
        }
        Err(ServiceError::Refused(refusal)) => {
            view.problems = vec![Problem {
                field: "q",
                refusal,
            }];
            Ok(again(pages::desk_search(&desk.frame().await?, &view)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /helpdesk/people/{id}`.
pub async fn person(desk: At<See>, Path(id): Path<String>) -> Result<Response, Stop> {
    let services = &desk.visit.portal.services;
    let seen = services
        .see_person(&desk.staff()?, id_of(&id)?, desk.trace())
        .await;
    let seen = alarmed(seen)?;
    let checked = services.checked(&desk.staff()?, seen.account.id).await?;
    let view = shown(&desk, seen, checked);
    Ok(show(pages::desk_person(&desk.frame().await?, &view)))
}

/// Says in the log that somebody looks at too many people.
fn alarmed<T>(seen: Answer<T>) -> Answer<T> {
    if let Err(ServiceError::Refused(Refusal::SlowDown { .. })) = &seen {
        tracing::warn!("one of the staff has looked at more people in an hour than anybody has to");
    }
    seen
}

fn shown(signed: &Signed, seen: Seen, checked: bool) -> DeskPerson {
    let (portal, account) = (&signed.visit.portal, &seen.account);
    let staff = &signed.caller.account;
    let texts = signed.texts();
    let refusal = act_refusal(staff, account);
    let second = refusal == Some(Refusal::SecondPerson);
    let acts = Duty::Help.of(staff.role);
    let aids = Aid::ALL
        .into_iter()
        .map(|aid| (aid, decide::aid_refusal(account, aid, seen.now)))
        .filter(|(aid, refusal)| decide::aid_offered(*aid, *refusal, second));
    let app_password = |one: &domain::account::AppPassword| AppPasswordRow {
        id: one.id,
        name: one.name.clone(),
        created: portal.when(one.created),
        last_used: one.last_used.as_ref().map(|used| LastUsed {
            when: portal.when(used.when),
            address: String::new(),
            service: used.service.clone(),
        }),
        stale: false,
    };
    DeskPerson {
        person: row_of(account),
        title: account.title.clone(),
        office_phone: super::phones::with_extension(
            PhoneNumber::from_stored(account.office_phone.clone()).shown(),
            &account.office_extension,
        ),
        standing: decide::standing(account, &seen.policy, seen.now),
        block: account
            .block
            .clone()
            .filter(|_| account.blocked(seen.now))
            .map(|block| (portal.when(block.until), block.reason)),
        temporary: account.temporary.map(|until| portal.when(until)),
        bypass: account
            .bypass
            .filter(|_| account.bypassed(seen.now))
            .map(|until| portal.when(until)),
        grace: grace::seen(portal, &seen),
        wait: seen.wait.map(|wait| wait.wait_seconds()),
        retired: account.retired,
        default: decide::first_option(account, &seen.policy),
        methods: methods(portal, account, texts),
        holds: account
            .holds
            .iter()
            .map(|held| HeldRow {
                kind: held.kind,
                number: portal
                    .services
                    .open_held(account.id, held)
                    .map(|number| number.masked())
                    .unwrap_or_default(),
                until: portal.when(held.until),
            })
            .collect(),
        app_passwords: account.app_passwords.iter().map(app_password).collect(),
        trusts: seen
            .trusts
            .iter()
            .map(|one| TrustRow {
                id: one.id,
                browser: one.browser,
                since: portal.when(one.created),
                until: portal.when(one.until(&seen.policy)),
                here: false,
            })
            .collect(),
        sessions: seen
            .sessions
            .iter()
            .map(|(since, last)| (portal.when(*since), portal.when(*last)))
            .collect(),
        record: seen
            .rows
            .iter()
            .map(|row| in_words(portal, row, &seen.names))
            .collect(),
        checked,
        aids: aids.filter(|_| acts).collect(),
        refusal: refusal.filter(|refusal| acts && *refusal != Refusal::SecondPerson),
        second: acts && second,
    }
}

/// What is set up, numbers masked.
fn methods(
    portal: &Portal,
    account: &Account,
    texts: &'static app::text::Texts,
) -> Vec<DeskMethod> {
    let app = |one: &App| DeskMethod {
        key: decide::Method::App(one.id).key(),
        name: one.name.clone(),
        number: String::new(),
        created: portal.when(one.created),
        used: one.last_used.map(|at| portal.when(at)),
        locked: one.locked,
        verified: true,
    };
    let phone = |one: &Phone| DeskMethod {
        key: decide::Method::Phone(one.kind).key(),
        name: (texts.phone_kind)(one.kind).to_owned(),
        number: portal
            .services
            .open_number(account.id, one)
            .map(|number| number.masked())
            .unwrap_or_default(),
        created: portal.when(one.created),
        used: None,
        locked: false,
        verified: one.verified,
    };
    let apps = account.apps.iter().map(app);
    apps.chain(account.phones.iter().map(phone)).collect()
}
