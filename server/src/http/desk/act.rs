//! One aid for one person: the form with its effect, and doing it. A new kind of aid needs a row in
//! [`Aid`], its words and its consequences, and no page of its own.

use app::pages;
use app::text::COUNTRIES;
use app::view::{DeskAid, IdentityTyped, Notice, Problem, SetPhone};
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::account::{Account, PhoneKind};
use domain::decide::{self, Method, Wish};
use domain::desk::{Aid, BLOCK_DAYS, PASS_MINUTES, act_refusal};
use domain::policy::Policy;
use domain::service::{Known, ServiceError, Staff, TypedNumber, free_text};
use domain::{Id, Refusal};

use super::super::fault::Stop;
use super::super::form::Fields;
use super::super::phones;
use super::super::visit::{Flash, Signed, again, page as show};
use super::{At, Help, alarmed, id_of, methods, row_of};

/// What belongs into the boxes before anybody has typed.
fn usual(aid: Aid, policy: &Policy) -> String {
    match aid {
        Aid::Block => BLOCK_DAYS.to_string(),
        Aid::Pass => PASS_MINUTES.0.to_string(),
        Aid::Bypass => policy.bypass_seconds.to_string(),
        _ => String::new(),
    }
}

async fn view(desk: &At<Help>, account: &Account, aid: Aid) -> Result<DeskAid, Stop> {
    let portal = &desk.visit.portal;
    let methods = match aid {
        Aid::DeleteMethod => {
            // The form shows as much of them as the person's page.
            let (services, staff) = (&portal.services, desk.staff()?);
            alarmed(services.count_view(&staff, account.id, desk.trace()).await)?;
            methods(portal, account, desk.texts())
        }
        _ => Vec::new(),
    };
    let (_, policy) = portal.services.policy().await?;
    Ok(DeskAid {
        person: row_of(account),
        aid,
        standing: decide::standing(account, &policy, portal.services.clock.now()),
        methods: methods
            .into_iter()
            .map(|one| (one.key, format!("{} {}", one.name, one.number)))
            .collect(),
        which: String::new(),
        length: usual(aid, &policy),
        set_phone: match aid {
            Aid::SetPhone => Some(set_phone(desk, account).await?),
            _ => None,
        },
        reason: String::new(),
        known: IdentityTyped::default(),
        second: act_refusal(&desk.caller.account, account) == Some(Refusal::SecondPerson),
        problems: Vec::new(),
    })
}

/// The telephones that can be set, and the country in which most people are.
async fn set_phone(desk: &At<Help>, account: &Account) -> Result<SetPhone, Stop> {
    let portal = &desk.visit.portal;
    let (_, policy) = portal.services.policy().await?;
    let refusal = |kind| (kind, decide::set_phone_refusal(account, &policy, kind));
    Ok(SetPhone {
        kinds: PhoneKind::ALL.map(refusal).to_vec(),
        kind: String::new(),
        countries: COUNTRIES.to_vec(),
        country: portal.country.clone(),
        number: String::new(),
        extension: (!policy.directory_owns_office_phone).then(String::new),
    })
}

/// Whom and what the address names.
pub(super) async fn named(desk: &At<Help>, id: &str, aid: &str) -> Result<(Account, Aid), Stop> {
    let aid = Aid::from_key(aid).ok_or_else(Stop::not_found)?;
    let store = &desk.visit.portal.services.store;
    let account = store.account(id_of(id)?).await;
    let account = account.map_err(ServiceError::from)?;
    Ok((account.ok_or_else(Stop::not_found)?, aid))
}

/// `GET /helpdesk/people/{id}/{aid}`.
pub async fn form(
    desk: At<Help>,
    Path((id, aid)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let (account, aid) = named(&desk, &id, &aid).await?;
    let view = view(&desk, &account, aid).await?;
    Ok(show(pages::desk_aid(&desk.frame().await?, &view)))
}

/// What was typed about who is calling.
pub(super) fn typed_identity(fields: &Fields) -> IdentityTyped {
    let one = |name| fields.one(name).chars().take(1_000).collect();
    IdentityTyped {
        identity: one("identity"),
        ticket: one("ticket"),
        note: one("note"),
    }
}

/// The same, judged.
pub(super) fn known(typed: &IdentityTyped) -> Result<Known, Vec<Problem>> {
    Known::parse(&typed.identity, &typed.ticket, &typed.note).map_err(|problems| {
        let problem = |(field, refusal)| Problem { field, refusal };
        problems.into_iter().map(problem).collect()
    })
}

fn number(typed: &str) -> u16 {
    // Out of every bound, so that the rule names them.
    typed.trim().parse().unwrap_or(0)
}

fn reason(fields: &Fields) -> Result<String, Refusal> {
    match free_text(fields.one("reason"))? {
        empty if empty.is_empty() => Err(Refusal::Required),
        reason => Ok(reason),
    }
}

/// The name of the field that says for how long.
const fn length_of(aid: Aid) -> &'static str {
    match aid {
        Aid::Block => "days",
        Aid::Bypass => "seconds",
        _ => "minutes",
    }
}

/// What is wished, as the form says it.
pub(super) enum Wished {
    /// With everything that it needs.
    Ready(Wish),
    /// A pass for so many minutes.
    Pass(u16),
    /// A temporary password.
    Password,
    /// The number in the form for this telephone.
    Phone(PhoneKind),
}

impl From<Wish> for Wished {
    fn from(wish: Wish) -> Self {
        match wish {
            Wish::Pass { minutes, .. } => Self::Pass(minutes),
            Wish::ResetPassword { .. } => Self::Password,
            wish => Self::Ready(wish),
        }
    }
}

impl Wished {
    /// The same as a second person sees it, without the secret that will be made for it.
    fn asked(&self) -> Option<Wish> {
        match self {
            Self::Ready(wish) => Some(wish.clone()),
            Self::Pass(minutes) => Some(Wish::Pass {
                mac: [0; 32],
                minutes: *minutes,
            }),
            Self::Password => Some(Wish::ResetPassword { phc: String::new() }),
            Self::Phone(_) => None,
        }
    }
}

fn wish(aid: Aid, fields: &Fields) -> Result<Wished, Problem> {
    let problem = |field| move |refusal| Problem { field, refusal };
    Ok(Wished::Ready(match aid {
        Aid::DeleteMethod => {
            let method = Method::from_key(fields.one("which"));
            Wish::DeleteMethod(method.ok_or(Refusal::Required).map_err(problem("which"))?)
        }
        Aid::Block => Wish::Block {
            days: number(fields.one("days")),
            reason: reason(fields).map_err(problem("reason"))?,
        },
        Aid::Bypass => Wish::Bypass {
            seconds: number(fields.one("seconds")),
            reason: reason(fields).map_err(problem("reason"))?,
        },
        Aid::ResetPassword => return Ok(Wished::Password),
        Aid::Pass => return Ok(Wished::Pass(number(fields.one("minutes")))),
        Aid::SetPhone => {
            let kind = PhoneKind::from_key(fields.one("which"));
            let kind = kind.ok_or(Refusal::Required).map_err(problem("which"))?;
            return Ok(Wished::Phone(kind));
        }
        aid => Wish::Plain(aid),
    }))
}

/// The field that a refusal belongs to.
fn field_of(aid: Aid, refusal: Refusal) -> &'static str {
    match (aid, refusal) {
        (_, Refusal::CheckFirst) => "identity",
        (aid, Refusal::Bounds { .. }) => length_of(aid),
        (Aid::DeleteMethod, Refusal::LastMethod | Refusal::NotFound) => "which",
        (
            Aid::SetPhone,
            Refusal::OfficeOfDirectory | Refusal::NoFirstPhone | Refusal::MethodNotAllowed,
        ) => "which",
        (Aid::SetPhone, refusal) => phones::field_of(refusal),
        _ => "",
    }
}

pub(super) async fn carry_out(
    desk: &Signed,
    staff: &Staff<'_>,
    subject: Id,
    (wish, fields): (&Wished, &Fields),
    known: &Known,
) -> Result<(), ServiceError> {
    let (services, trace) = (&desk.visit.portal.services, desk.trace());
    match wish {
        Wished::Pass(minutes) => {
            services
                .issue_pass(staff, subject, *minutes, known, trace)
                .await
        }
        Wished::Password => {
            services
                .reset_password_of(staff, subject, known, trace)
                .await
        }
        Wished::Phone(kind) => {
            let typed = TypedNumber {
                region: fields.one("country"),
                number: fields.one("number"),
                extension: fields.one("extension"),
            };
            services
                .set_phone_of(staff, subject, (*kind, typed), known, trace)
                .await?;
            desk.visit.portal.phones.ring();
            Ok(())
        }
        Wished::Ready(wish) => services.help(staff, subject, wish, known, trace).await,
    }
}

/// What follows when it is done: the secret that was made, or the person's page.
pub(super) async fn done(desk: &Signed, subject: Id, aid: Aid) -> Result<Response, Stop> {
    let path = format!("/helpdesk/people/{subject}");
    match aid {
        Aid::Pass | Aid::ResetPassword => {
            let issued = format!("{path}/{}/issued", aid.key());
            Ok(Redirect::to(&issued).into_response())
        }
        aid => desk.go(&path, Flash::notice(Notice::Helped(aid))).await,
    }
}

/// Asks for the second yes; the page of the request.
async fn ask(
    desk: &Signed,
    staff: &Staff<'_>,
    subject: Id,
    wished: &Wished,
    known: &Known,
) -> Result<String, ServiceError> {
    let services = &desk.visit.portal.services;
    let wish = wished.asked().ok_or(Refusal::SecondPerson)?;
    let asked = services.ask_second(staff, subject, &wish, known, desk.trace());
    Ok(format!("/helpdesk/approvals/{}", asked.await?))
}

/// `POST /helpdesk/people/{id}/{aid}`.
pub async fn submit(
    desk: At<Help>,
    Path((id, aid)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Stop> {
    let (account, aid) = named(&desk, &id, &aid).await?;
    let typed = typed_identity(&fields);
    let (known, wish) = (known(&typed), wish(aid, &fields));
    let problems = match (known, wish) {
        (Ok(known), Ok(wish)) => {
            let second = act_refusal(&desk.caller.account, &account) == Some(Refusal::SecondPerson);
            let outcome = if second {
                match ask(&desk, &desk.staff()?, account.id, &wish, &known).await {
                    Ok(path) => return Ok(Redirect::to(&path).into_response()),
                    Err(error) => Err(error),
                }
            } else {
                carry_out(&desk, &desk.staff()?, account.id, (&wish, &fields), &known).await
            };
            match outcome {
                Ok(()) => return done(&desk, account.id, aid).await,
                Err(ServiceError::Refused(refusal)) => vec![Problem {
                    field: field_of(aid, refusal),
                    refusal,
                }],
                Err(error) => return Err(error.into()),
            }
        }
        (known, wish) => {
            let mut problems: Vec<Problem> = wish.err().into_iter().collect();
            problems.extend(known.err().unwrap_or_default());
            problems
        }
    };
    let kept = |name| fields.one(name).chars().take(1_000).collect::<String>();
    let mut view = DeskAid {
        which: kept("which"),
        length: kept(length_of(aid)),
        reason: kept("reason"),
        known: typed,
        problems,
        ..view(&desk, &account, aid).await?
    };
    if let Some(phone) = &mut view.set_phone {
        phone.kind = kept("which");
        phone.country = fields.one("country").chars().take(2).collect();
        phone.number = fields.one("number").chars().take(40).collect();
        let extension = fields.one("extension").chars().take(20).collect();
        phone.extension = phone.extension.as_ref().map(|_| extension);
    }
    Ok(again(pages::desk_aid(&desk.frame_with(None), &view)))
}
