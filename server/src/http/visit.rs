//! A request for a page: who asks, in which language, from where. Extractors carry the rights: a
//! handler that takes [`Signed`] is only reached with a session, one that takes [`Proven`] only with a
//! proof that is young enough; everybody else is led to where they can get one.

use std::sync::Arc;

use app::view::{Badge, Frame, Notice};
use axum::extract::FromRequestParts;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use domain::account::Account;
use domain::audit::Trace;
use domain::service::{Caller, Enrolling, Fresh};
use domain::session::TokenHash;
use domain::{Id, Language};
use http::header::{ACCEPT_LANGUAGE, SET_COOKIE, USER_AGENT};
use http::request::Parts;
use http::{HeaderName, Method};

use super::Portal;
use super::address::{ClientAddr, Prefix};
use super::cookies::{Cookie, Token};
use super::fault::Stop;
use super::headers::Nonce;
use super::renewal;
use crate::telemetry::RequestId;

/// What is known of a request before anything is looked up.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// For the audit record.
    pub trace: Trace,
    /// The address as throttles see it.
    pub prefix: String,
    /// `?lang=`.
    forced: Option<Language>,
    /// Cookie, header or the organisation's language.
    proposed: Language,
    nonce: String,
    here: String,
}

impl Visitor {
    /// Reads the request's head; done once, by [`super::fault::faces`].
    pub fn of(portal: &Portal, parts: &Parts) -> Self {
        let address = parts.extensions.get::<ClientAddr>().map(|a| a.0);
        let query = parts.uri.query().unwrap_or_default();
        let forced = query_value(query, "lang").and_then(Language::from_tag);
        let cookie = Cookie::Language
            .read(&parts.headers)
            .and_then(Language::from_tag);
        let accepted = || header(parts, ACCEPT_LANGUAGE).and_then(Language::from_accept);
        Self {
            trace: trace(parts, || portal.services.id()),
            prefix: address
                .map(|a| data_encoding::HEXLOWER.encode(&Prefix::of(a).bytes()))
                .unwrap_or_default(),
            forced,
            proposed: cookie.or_else(accepted).unwrap_or(portal.language),
            nonce: parts
                .extensions
                .get::<Nonce>()
                .map(|n| n.0.clone())
                .unwrap_or_default(),
            here: page_of(&parts.method, parts.uri.path()),
        }
    }

    /// What was read when the request came in.
    pub fn known(portal: &Portal, parts: &Parts) -> Arc<Self> {
        let known = parts.extensions.get::<Arc<Self>>();
        known.map_or_else(|| Arc::new(Self::of(portal, parts)), Arc::clone)
    }

    /// The page on which the form of this request stands.
    pub fn here(&self) -> &str {
        &self.here
    }

    /// The language of this person's page.
    pub fn language(&self, account: Option<&Account>) -> Language {
        self.forced
            .or_else(|| account.and_then(|a| a.language))
            .unwrap_or(self.proposed)
    }

    /// What stands around a page.
    pub fn frame(
        &self,
        portal: &Portal,
        account: Option<&Account>,
        notice: Option<Notice>,
    ) -> Frame {
        Frame {
            language: self.language(account),
            organisation: portal.organisation.clone(),
            nonce: self.nonce.clone(),
            here: self.here.clone(),
            person: None,
            notice,
            assets: portal.bundle.assets.clone(),
            demo: portal.demo.is_some(),
        }
    }
}

fn header(parts: &Parts, name: HeaderName) -> Option<&str> {
    parts
        .headers
        .get(name)
        .and_then(|value| value.to_str().ok())
}

/// Where a request comes from, for the audit record; `id` names it where nothing in front of it did.
pub fn trace(parts: &Parts, id: impl FnOnce() -> Id) -> Trace {
    let address = parts.extensions.get::<ClientAddr>().map(|a| a.0);
    Trace {
        address: address.map(|a| a.to_string()).unwrap_or_default(),
        user_agent: header(parts, USER_AGENT)
            .unwrap_or_default()
            .chars()
            .take(200)
            .collect(),
        request: parts
            .extensions
            .get::<RequestId>()
            .map_or_else(id, |id| id.0),
    }
}

/// The value of a query parameter of plain letters.
pub fn query_value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| {
        pair.split_once('=')
            .filter(|(n, _)| *n == name)
            .map(|(_, value)| value)
    })
}

/// The page on which a form stands, for coming back to it.
fn page_of(method: &Method, path: &str) -> String {
    if *method == Method::GET || *method == Method::HEAD {
        return path.to_owned();
    }
    if path.starts_with("/demo/phone/") {
        return "/demo/phone".to_owned();
    }
    match path {
        "/security/app/start" | "/security/phone/stop" => "/security",
        "/enrol/skip" => "/enrol",
        "/enrol/contact-me" => "/enrol/contact",
        "/enrol/backup/skip" => "/enrol/backup",
        forget if forget.starts_with("/security/browsers/") && forget.ends_with("/forget") => {
            "/security"
        }
        "/enrol/finish" => "/enrol/app-password",
        "/enrol/phone/again" => "/enrol/phone/verify",
        "/enrol/phone/back" => "/enrol/contact",
        "/security/phone/again" => "/security/phone/verify",
        "/sign-in/ask" => "/sign-in/verify",
        "/step-up/ask" => "/step-up",
        issued if issued.starts_with("/helpdesk/people/") && issued.ends_with("/issued") => {
            issued.rsplitn(3, '/').last().unwrap_or("/helpdesk")
        }
        "/helpdesk/manage" => "/helpdesk",
        "/administration/audit/verify" => "/administration",
        "/administration/rules/undo" => "/administration/rules",
        "/sign-in/cancel" | "/sign-out" | "/language" => "/",
        other => other,
    }
    .to_owned()
}

/// A place on our own origin to go on to: a bare path of plain characters, or nothing.
pub fn safe_path(next: &str) -> &str {
    let plain = next
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'/' | b'-'));
    if next.starts_with('/') && !next.starts_with("//") && plain && next.len() <= 256 {
        next
    } else {
        ""
    }
}

/// The same with the parameters behind it, where they are plain too: the ids of people who are ticked must
/// outlive a confirmation.
pub fn safe_place(next: &str) -> &str {
    let (path, query) = next.split_once('?').unwrap_or((next, ""));
    let plain = query
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'=' | b'&' | b'-'));
    if safe_path(path).is_empty() || !plain || query.len() > 4_096 {
        ""
    } else {
        next
    }
}

/// A request for a page by anybody.
pub struct Visit {
    /// The portal.
    pub portal: Arc<Portal>,
    /// What is known.
    pub visitor: Arc<Visitor>,
    /// The session cookie's hash.
    pub session: Option<TokenHash>,
    /// The pending sign-in's hash.
    pub pending: Option<TokenHash>,
    /// The trusted-browser cookie's hash; whose it is, and whether it counts, the database knows.
    pub trust: Option<TokenHash>,
    /// The query string.
    pub query: String,
    device: Option<String>,
}

impl FromRequestParts<Arc<Portal>> for Visit {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Stop> {
        Ok(Self {
            portal: portal.clone(),
            visitor: Visitor::known(portal, parts),
            session: Cookie::Session.token(&parts.headers).map(|t| t.hash()),
            pending: Cookie::Pending.token(&parts.headers).map(|t| t.hash()),
            trust: Cookie::Trust.token(&parts.headers).map(|t| t.hash()),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            device: Cookie::Device.read(&parts.headers).map(str::to_owned),
        })
    }
}

impl Visit {
    /// Where the request comes from, for the audit record.
    pub fn trace(&self) -> &Trace {
        &self.visitor.trace
    }

    /// What stands around a page for somebody who is not signed in.
    pub fn frame(&self, notice: Option<Notice>) -> Frame {
        self.visitor.frame(&self.portal, None, notice)
    }

    /// What stands around a page for a person on the way in.
    pub fn frame_for(&self, account: &Account) -> Frame {
        self.visitor.frame(&self.portal, Some(account), None)
    }

    /// The known device behind its cookie, if the cookie is ours.
    pub fn device(&self) -> Option<(Id, TokenHash)> {
        let (id, rest) = self.device.as_deref()?.split_once('.')?;
        let (token, mac) = rest.split_once('.')?;
        let (user, token) = (id.parse::<Id>().ok()?, Token::parse(token)?);
        let expected = self.device_mac(user, &token);
        let same: bool = subtle::ConstantTimeEq::ct_eq(expected.as_bytes(), mac.as_bytes()).into();
        same.then(|| (user, token.hash()))
    }

    fn device_mac(&self, user: Id, token: &Token) -> String {
        let digest = self
            .portal
            .services
            .sealer
            .digest("device", &[&user.0, &token.hash()]);
        data_encoding::BASE64URL_NOPAD.encode(&digest)
    }

    /// The cookie that makes this browser a known device of the person.
    pub fn device_cookie(&self, user: Id) -> Result<http::HeaderValue, Stop> {
        let token = new_token()?;
        let mac = self.device_mac(user, &token);
        Ok(Cookie::Device.set(&format!("{user}.{}.{mac}", token.text().as_str())))
    }

    /// Records a form that somebody sent who is still on the way in and not there yet.
    /// Looking at a page out of order is no news.
    async fn out_of_order(&self, method: &Method) -> Result<(), Stop> {
        if method.is_safe() {
            return Ok(());
        }
        let services = &self.portal.services;
        let found = match &self.pending {
            Some(hash) => services.pending(hash).await?,
            None => None,
        };
        let account = found.as_ref().map(|(_, account)| account);
        Ok(services
            .record_sequence(account, self.trace(), "not_signed_in")
            .await?)
    }

    /// The signed-in person, if there is one.
    pub async fn caller(&self) -> Result<Option<Caller>, Stop> {
        match &self.session {
            Some(hash) => Ok(self.portal.services.caller(hash).await?),
            None => Ok(None),
        }
    }
}

/// A new cookie token.
pub fn new_token() -> Result<Token, Stop> {
    Token::new().map_err(|_| Stop::Broken("no random bytes".into()))
}

/// A request by a signed-in person.
pub struct Signed {
    /// The request.
    pub visit: Visit,
    /// The person.
    pub caller: Caller,
}

impl FromRequestParts<Arc<Portal>> for Signed {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Stop> {
        let visit = Visit::from_request_parts(parts, portal).await?;
        if let Some(caller) = visit.caller().await? {
            return Ok(Self { visit, caller });
        }
        if let Some(hash) = &visit.pending {
            if portal.services.enrolling(hash).await?.is_some() {
                visit.out_of_order(&parts.method).await?;
                return Err(Stop::To("/enrol".into()));
            }
            if let Some((pending, _)) = portal.services.pending(hash).await? {
                visit.out_of_order(&parts.method).await?;
                return Err(Stop::To(renewal::door(pending.stage).into()));
            }
        }
        Err(Stop::To(match safe_path(&visit.visitor.here) {
            "" | "/" | "/profile" => "/sign-in".into(),
            next => format!("/sign-in?next={next}"),
        }))
    }
}

impl Signed {
    /// Where the request comes from, for the audit record.
    pub fn trace(&self) -> &Trace {
        self.visit.trace()
    }

    /// What stands around a page; a one-time message is shown once.
    pub async fn frame(&self) -> Result<Frame, Stop> {
        let flash = Flash::read(&self.caller);
        if self.caller.session.flash.is_some() {
            self.visit
                .portal
                .services
                .set_flash(&self.caller, None)
                .await?;
        }
        Ok(self.frame_with(flash.and_then(|f| f.notice)))
    }

    /// What stands around a page, with this message.
    pub fn frame_with(&self, notice: Option<Notice>) -> Frame {
        let account = &self.caller.account;
        let badge = Badge {
            name: account.name.clone(),
            login: account.login.clone(),
            role: account.role,
        };
        Frame {
            person: Some(badge),
            ..self
                .visit
                .visitor
                .frame(&self.visit.portal, Some(account), notice)
        }
    }

    /// Leaves a message and goes to a page.
    pub async fn go(&self, path: &str, flash: Flash) -> Result<Response, Stop> {
        self.visit
            .portal
            .services
            .set_flash(&self.caller, Some(flash.write()))
            .await?;
        Ok(Redirect::to(path).into_response())
    }

    /// The texts of the person's language.
    pub fn texts(&self) -> &'static app::text::Texts {
        app::text::Texts::of(self.visit.visitor.language(Some(&self.caller.account)))
    }
}

/// A request by a signed-in person whose proof is young enough to change credentials.
pub struct Proven(pub Signed);

impl FromRequestParts<Arc<Portal>> for Proven {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Stop> {
        let signed = Signed::from_request_parts(parts, portal).await?;
        match portal.services.fresh(&signed.caller) {
            Ok(_) => Ok(Self(signed)),
            Err(_) => Err(Stop::To(format!(
                "/step-up?next={}",
                safe_path(&signed.visit.visitor.here)
            ))),
        }
    }
}

impl Proven {
    /// The right itself, checked again where it is used.
    pub fn fresh(&self) -> Result<Fresh<'_>, Stop> {
        let signed = &self.0;
        let again = |_| {
            Stop::To(format!(
                "/step-up?next={}",
                safe_path(&signed.visit.visitor.here)
            ))
        };
        signed
            .visit
            .portal
            .services
            .fresh(&signed.caller)
            .map_err(again)
    }
}

impl std::ops::Deref for Proven {
    type Target = Signed;
    fn deref(&self) -> &Signed {
        &self.0
    }
}

/// A request by a person in the wizard.
pub struct Wizard {
    /// The request.
    pub visit: Visit,
    /// The wizard.
    pub who: Enrolling,
}

impl FromRequestParts<Arc<Portal>> for Wizard {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Stop> {
        let visit = Visit::from_request_parts(parts, portal).await?;
        let Some(hash) = visit.pending else {
            let to = if visit.caller().await?.is_some() {
                "/profile"
            } else {
                "/sign-in"
            };
            return Err(Stop::To(to.into()));
        };
        match portal.services.enrolling(&hash).await? {
            Some(who) => Ok(Self { visit, who }),
            None => {
                visit.out_of_order(&parts.method).await?;
                Err(renewal::or_ended(portal, &hash).await?)
            }
        }
    }
}

/// The one-time message in a session.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Flash {
    /// The message on top of the next page.
    pub notice: Option<Notice>,
    /// The name of what was deleted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

impl Flash {
    /// A message.
    pub fn notice(notice: Notice) -> Self {
        Self {
            notice: Some(notice),
            name: String::new(),
        }
    }

    /// What the last action left.
    pub fn read(caller: &Caller) -> Option<Self> {
        serde_json::from_str(caller.session.flash.as_deref()?).ok()
    }

    /// The stored form.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A page.
pub fn page(html: String) -> Response {
    Html(html).into_response()
}

/// The same page again with what was wrong in it. Status 200: the page is the answer that was asked
/// for, and browsers write every status of 400 and above into their console as an error, where a
/// mistyped code has no business.
pub fn again(html: String) -> Response {
    Html(html).into_response()
}

/// A redirect that sets cookies.
pub fn go_with(path: &str, cookies: impl IntoIterator<Item = http::HeaderValue>) -> Response {
    let mut response = Redirect::to(path).into_response();
    for cookie in cookies {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests;
