//! The gateways: what carries messages, and a test to the administrator's own telephone or address. A test
//! leaves while its sender waits, so that the answer can say what the gateway said.

use std::sync::Arc;
use std::time::Duration;

use app::pages;
use app::text::sms::test_sms;
use app::text::{MailFacts, test_mail};
use app::view::{Carrier, GatewayRow, Gateways, Notice, Problem, TestSeen};
use axum::response::Response;
use domain::account::{Account, PhoneKind};
use domain::contact::PhoneNumber;
use domain::desk::Duty;
use domain::gateway::{Tested, Way};
use domain::service::ports::{Gateway, GatewayError, TextMessage, VoiceCall};
use domain::service::{ServiceError, Target, test_refusal};
use domain::time::Span;
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::super::Portal;
use super::super::desk::{At, Govern, Oversee};
use super::super::fault::Stop;
use super::super::form::Fields;
use super::super::visit::{Flash, Signed, again, page as show};
use crate::config::GatewayKind;
use crate::mail_out::{Letter, MailError};

const HERE: &str = "/administration/gateways";

/// How long a test waits for its answer; less than a handler may take (a clock of its own ends that).
const PATIENCE: Duration = Duration::from_secs(20);

/// How a test fared, and why in words of our own.
type Fared = (Tested, String);

/// `GET /administration/gateways`.
pub async fn page(at: At<Oversee>) -> Result<Response, Stop> {
    let view = view(&at, Vec::new()).await?;
    Ok(show(pages::gateways(&at.frame().await?, &view)))
}

async fn view(signed: &Signed, problems: Vec<Problem>) -> Result<Gateways, Stop> {
    let portal = &signed.visit.portal;
    let overseer = portal.services.staff(&signed.caller, Duty::Oversee)?;
    let tests = portal.services.last_tests(&overseer).await?;
    let account = &signed.caller.account;
    let carriers = portal.services.carriers(portal.mailer.is_some());
    let waiting = match portal.mailer {
        Some(_) => Some(portal.services.notices_waiting().await?),
        None => None,
    };
    let row = |way: Way| GatewayRow {
        way,
        carrier: carrier(portal, way),
        waiting: waiting.filter(|_| way == Way::Mail),
        to: own(portal, account, way),
        refusal: test_refusal(account, carriers, way),
        last: tests.iter().find(|one| one.way == way).map(|one| TestSeen {
            when: portal.when(one.at),
            by: super::rules::named_of(one.person.clone(), one.by.clone()),
            tested: one.tested,
            why: one.why.clone(),
        }),
    };
    Ok(Gateways {
        rows: Way::ALL.map(row).into(),
        problems,
    })
}

/// What carries it.
fn carrier(portal: &Portal, way: Way) -> Option<Carrier> {
    let gateways = portal.services.settings.gateways;
    let carried = match way {
        Way::Text => gateways.text,
        Way::Call => gateways.call,
        Way::Mail => portal.mailer.is_some(),
    };
    carried.then_some(match (way, portal.gateway) {
        _ if portal.demo.is_some() => Carrier::Pretend,
        (Way::Mail, _) => Carrier::Smtp,
        (_, GatewayKind::Twilio) => Carrier::Twilio,
        (_, GatewayKind::None | GatewayKind::Webhook) => Carrier::Webhook,
    })
}

/// Where a test to oneself goes, as a page shows it.
fn own(portal: &Portal, account: &Account, way: Way) -> String {
    let number = || {
        let phone = account.phone(PhoneKind::Authentication)?;
        portal.services.open_number(account.id, phone)
    };
    match way {
        Way::Mail => account.mail.clone(),
        Way::Call if !account.answers(PhoneKind::Authentication) => {
            PhoneNumber::from_stored(account.office_phone.clone()).masked()
        }
        Way::Text | Way::Call => number().map(|number| number.masked()).unwrap_or_default(),
    }
}

/// `POST /administration/gateways`: a test message to oneself.
pub async fn test(at: At<Govern>, fields: Fields) -> Result<Response, Stop> {
    let Some(way) = Way::from_key(fields.one("way")) else {
        return Err(Stop::To(HERE.into()));
    };
    let (portal, staff) = (&at.visit.portal, at.staff()?);
    let (visitor, account) = (&at.visit.visitor, &staff.account);
    let language = visitor.language(Some(account));
    let asked = (way, portal.mailer.is_some());
    let from = (language, visitor.prefix.as_str());
    let begun = portal.services.begin_test(&staff, asked, from, at.trace());
    let target = match begun.await {
        Ok(target) => target,
        Err(ServiceError::Refused(refusal)) => {
            let field = way.key();
            let problems = vec![Problem { field, refusal }];
            let view = view(&at, problems).await?;
            return Ok(again(pages::gateways(&at.frame_with(None), &view)));
        }
        Err(error) => return Err(error.into()),
    };
    let (tested, why) = match target {
        Target::Mail(to) => mail(&at, to).await,
        Target::Phone {
            to,
            extension,
            from,
        } => match portal.phones.gateway() {
            None => (Tested::NotReached, String::new()),
            Some(gateway) => {
                let text = (way == Way::Text)
                    .then(|| Zeroizing::new(test_sms(language, &portal.organisation)));
                let id = portal.services.id();
                let call = VoiceCall {
                    id,
                    to,
                    from,
                    extension,
                    language,
                    // Nothing is asked, so nobody is greeted.
                    longer: Span(0),
                };
                phone(&gateway, call, text).await
            }
        },
    };
    let done = (way, tested);
    portal
        .services
        .end_test(&staff, done, &why, at.trace())
        .await?;
    at.go(HERE, Flash::notice(Notice::GatewayTested(tested)))
        .await
}

/// A text where there are words for one, else a call.
async fn phone(
    gateway: &Arc<dyn Gateway>,
    call: VoiceCall,
    text: Option<Zeroizing<String>>,
) -> Fared {
    let sent = async {
        match text {
            Some(body) => {
                let (id, to) = (call.id, call.to);
                gateway.text(&TextMessage { id, to, body }).await
            }
            None => gateway.call(&call).await,
        }
    };
    match timeout(PATIENCE, sent).await {
        Ok(Ok(_)) => (Tested::Accepted, String::new()),
        Ok(Err(GatewayError::Refused(why))) => (Tested::Refused, why),
        Ok(Err(GatewayError::Later(why))) => (Tested::NotReached, why),
        Ok(Err(GatewayError::Unclear(why))) => (Tested::Unclear, why),
        Err(_) => (Tested::Unclear, String::new()),
    }
}

async fn mail(at: &At<Govern>, to: String) -> Fared {
    let (portal, account) = (&at.visit.portal, &at.caller.account);
    let Some(mailer) = &portal.mailer else {
        return (Tested::NotReached, String::new());
    };
    let now = portal.services.clock.now();
    let facts = MailFacts {
        person: &account.name,
        organisation: &portal.organisation,
        when: portal.when(now),
        address: &at.trace().address,
        name: "",
        preferred: None,
        link: "",
    };
    let letter = Letter {
        id: portal.services.id(),
        to,
        at: now,
        words: test_mail(at.visit.visitor.language(Some(account)), &facts),
    };
    match timeout(PATIENCE, mailer.send(&letter)).await {
        Ok(Ok(())) => (Tested::Accepted, String::new()),
        Ok(Err(MailError::Refused(why))) => (Tested::Refused, why),
        Ok(Err(MailError::Later(why))) => (Tested::NotReached, why),
        Err(_) => (Tested::Unclear, String::new()),
    }
}
