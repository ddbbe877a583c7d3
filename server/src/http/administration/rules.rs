//! The rules: as they are in force, changed in two steps (what it will do, then doing it), and back again.

use app::pages;
use app::view::{
    Named, Notice, Problem, RuleChanged, RuleField, RuleHistory, RulePlanned, RuleRow, Rules,
    RulesForm, RulesPreview,
};
use axum::response::Response;
use domain::Refusal;
use domain::policy::change::Changed;
use domain::policy::effect::Touch;
use domain::policy::{Gateways, Kind, Policy, PolicyProblem, Setting, Value};
use domain::service::ports::Person;
use domain::service::{PolicyError, Preview, RuleChange, ServiceError};

use super::super::Portal;
use super::super::desk::{At, Govern, Oversee};
use super::super::fault::Stop;
use super::super::form::Fields;
use super::super::visit::{Flash, again, page as show};

/// Where it all begins and ends.
const HERE: &str = "/administration/rules";

type Wishes = Vec<(Setting, Value)>;

/// Why a setting cannot be switched on here.
fn refusal(gateways: Gateways, setting: Setting) -> Option<Refusal> {
    (!gateways.carry(setting)).then_some(Refusal::NoGateway)
}

/// `GET /administration/rules`.
pub async fn page(at: At<Oversee>) -> Result<Response, Stop> {
    let portal = &at.visit.portal;
    let (_, policy) = portal.services.policy().await?;
    let usual = Policy::default();
    let row = |setting: &Setting| RuleRow {
        setting: *setting,
        value: policy.get(*setting),
        default: usual.get(*setting),
        refusal: refusal(portal.services.settings.gateways, *setting),
    };
    let changes = portal.services.rule_changes(&at.staff()?).await?;
    let view = Rules {
        rows: Setting::ALL.iter().map(row).collect(),
        history: changes.into_iter().map(|one| past(portal, one)).collect(),
    };
    Ok(show(pages::rules(&at.frame().await?, &view)))
}

fn past(portal: &Portal, change: RuleChange) -> RuleHistory {
    RuleHistory {
        row: change.row,
        when: portal.when(change.at),
        by: named_of(change.person, change.by),
        changed: change.changed.into_iter().map(in_words).collect(),
    }
}

/// Who did something: one who is still there, a shell, or the id of somebody who is gone.
pub(super) fn named_of(person: Option<Person>, id: String) -> Named {
    match person {
        Some(one) => Named::Person {
            id: one.id,
            name: one.name,
            login: one.login,
        },
        None if id.is_empty() => Named::Portal,
        None => Named::Gone(id),
    }
}

/// A change in words, where this version has the setting and can still read both values.
fn in_words(changed: Changed) -> RuleChanged {
    let Changed { setting, old, new } = changed;
    let known = Setting::from_key(&setting).and_then(|known| {
        let (old, new) = (known.read(&old).ok()?, known.read(&new).ok()?);
        Some(RuleChanged::Known(known, old, new))
    });
    known.unwrap_or(RuleChanged::Other(setting, old, new))
}

/// `GET /administration/rules/change`.
pub async fn form(at: At<Govern>) -> Result<Response, Stop> {
    let services = &at.visit.portal.services;
    let (version, policy) = services.policy().await?;
    let typed = |setting: Setting| policy.get(setting).to_string();
    let view = form_of(&at, version, typed, Vec::new());
    Ok(show(pages::rules_form(&at.frame().await?, &view)))
}

fn form_of(
    at: &At<Govern>,
    version: i64,
    typed: impl Fn(Setting) -> String,
    problems: Vec<Problem>,
) -> RulesForm {
    let gateways = at.visit.portal.services.settings.gateways;
    let field = |setting: &Setting| RuleField {
        setting: *setting,
        typed: typed(*setting),
        refusal: refusal(gateways, *setting),
    };
    RulesForm {
        version,
        fields: Setting::ALL.iter().map(field).collect(),
        problems,
    }
}

/// What is wished, and what of it cannot be read.
fn read(wished: impl Iterator<Item = (Setting, String)>) -> (Wishes, Vec<PolicyProblem>) {
    let (mut wishes, mut problems) = (Vec::new(), Vec::new());
    for (setting, text) in wished {
        match setting.read(&text) {
            Ok(value) => wishes.push((setting, value)),
            Err(problem) => problems.push(problem),
        }
    }
    (wishes, problems)
}

/// As much as the longest list has: ten mail addresses.
const LONGEST: usize = 3_000;

fn kept(fields: &Fields, setting: Setting) -> String {
    fields.one(setting.key()).chars().take(LONGEST).collect()
}

/// What the form says. A box that is not ticked is not sent; one that cannot be ticked says nothing.
fn typed(fields: &Fields, setting: Setting) -> String {
    match setting.kind() {
        Kind::Switch => (fields.one(setting.key()) == "true").to_string(),
        _ => kept(fields, setting),
    }
}

/// What the preview says: the settings that change, and no others.
fn named(fields: &Fields) -> impl Iterator<Item = (Setting, String)> {
    let there = |setting: &Setting| fields.all(setting.key()).next().is_some();
    let settings = Setting::ALL.iter().copied().filter(there);
    settings.map(|setting| (setting, kept(fields, setting)))
}

fn version(fields: &Fields) -> i64 {
    fields.one("version").parse().unwrap_or_default()
}

/// `POST /administration/rules/change`: what it will do, or what is wrong with it.
pub async fn preview(at: At<Govern>, fields: Fields) -> Result<Response, Stop> {
    let gateways = at.visit.portal.services.settings.gateways;
    let all = Setting::ALL.iter().copied();
    // An empty box of what no gateway carries says nothing either; what was decided comes back with the gateway.
    let asked = |setting: Setting| match setting.kind() {
        Kind::Caller => !typed(&fields, setting).trim().is_empty(),
        _ => false,
    };
    let can = all.filter(|setting| gateways.carry(*setting) || asked(*setting));
    let (wishes, unread) = read(can.map(|setting| (setting, typed(&fields, setting))));
    let seen = version(&fields);
    match look(&at, &wishes, unread).await? {
        Ok(preview) => shown(&at, preview, Some(seen)).await,
        Err(problems) => {
            let view = form_of(&at, seen, |setting| typed(&fields, setting), problems);
            Ok(again(pages::rules_form(&at.frame_with(None), &view)))
        }
    }
}

/// What these values would do, or everything that is wrong with them.
async fn look(
    at: &At<Govern>,
    wishes: &Wishes,
    mut problems: Vec<PolicyProblem>,
) -> Result<Result<Preview, Vec<Problem>>, Stop> {
    let services = &at.visit.portal.services;
    match services.preview_rules(&at.staff()?, wishes).await {
        Ok(preview) if problems.is_empty() => return Ok(Ok(preview)),
        Ok(_) => {}
        Err(PolicyError::Problems(more)) => problems.extend(more),
        Err(error) => return Err(stop(error)),
    }
    Ok(Err(beside(&problems)))
}

fn beside(problems: &[PolicyProblem]) -> Vec<Problem> {
    let problem = |one: &PolicyProblem| Problem {
        field: one.key(),
        refusal: one.refusal(),
    };
    problems.iter().map(problem).collect()
}

fn stop(error: PolicyError) -> Stop {
    match error {
        PolicyError::Service(error) => error.into(),
        PolicyError::Unreadable(_) | PolicyError::Problems(_) => Stop::bad_request(),
    }
}

/// The preview; `seen` is the version that somebody looked at before, where that counts.
async fn shown(at: &At<Govern>, preview: Preview, seen: Option<i64>) -> Result<Response, Stop> {
    if preview.changed.is_empty() {
        return at.go(HERE, Flash::notice(Notice::NothingChanged)).await;
    }
    let stale = seen.is_some_and(|seen| seen != preview.version);
    let problems = stale.then_some(Problem {
        field: "",
        refusal: Refusal::ChangedMeanwhile,
    });
    let counted = |setting: Setting| {
        let these = preview.counted.iter();
        let these = these.filter(|one| one.setting == setting && one.touch != Touch::NoMethod);
        these.map(|one| (one.touch, one.count)).collect()
    };
    let change = |setting: &Setting| RulePlanned {
        setting: *setting,
        old: preview.old.get(*setting),
        new: preview.new.get(*setting),
        touched: counted(*setting),
    };
    let without = preview.counted.iter();
    let without = without.filter(|one| one.touch == Touch::NoMethod);
    let view = RulesPreview {
        version: preview.version,
        changes: preview.changed.iter().map(change).collect(),
        without: without.map(|one| one.count).max().unwrap_or_default(),
        problems: problems.into_iter().collect(),
    };
    Ok(again(pages::rules_preview(&at.frame_with(None), &view)))
}

/// `POST /administration/rules`: puts in force what the preview showed, if it still shows the same; or
/// goes back to the form with it.
pub async fn put(at: At<Govern>, fields: Fields) -> Result<Response, Stop> {
    let services = &at.visit.portal.services;
    let (wishes, unread) = read(named(&fields));
    let wrong = if !fields.one("edit").is_empty() {
        Vec::new()
    } else if unread.is_empty() {
        let (seen, staff) = (version(&fields), at.staff()?);
        match services
            .put_in_force(&staff, seen, &wishes, at.trace())
            .await
        {
            Ok(()) if wishes.is_empty() => {
                return at.go(HERE, Flash::notice(Notice::NothingChanged)).await;
            }
            Ok(()) => return at.go(HERE, Flash::notice(Notice::RulesInForce)).await,
            Err(PolicyError::Service(ServiceError::Refused(Refusal::ChangedMeanwhile))) => {
                return match look(&at, &wishes, Vec::new()).await? {
                    Ok(preview) => shown(&at, preview, Some(seen)).await,
                    Err(problems) => filled(&at, &fields, problems).await,
                };
            }
            Err(PolicyError::Problems(problems)) => beside(&problems),
            Err(error) => return Err(stop(error)),
        }
    } else {
        beside(&unread)
    };
    filled(&at, &fields, wrong).await
}

/// The form, with what the preview has in the place of what is in force.
async fn filled(
    at: &At<Govern>,
    fields: &Fields,
    problems: Vec<Problem>,
) -> Result<Response, Stop> {
    let (_, policy) = at.visit.portal.services.policy().await?;
    let named: Vec<(Setting, String)> = named(fields).collect();
    let typed = |setting: Setting| {
        let named = named.iter().find(|(one, _)| *one == setting);
        named.map_or_else(|| policy.get(setting).to_string(), |(_, text)| text.clone())
    };
    let view = form_of(at, version(fields), typed, problems);
    Ok(again(pages::rules_form(&at.frame_with(None), &view)))
}

/// `POST /administration/rules/undo`: what it would do to put the values before a change back.
pub async fn undo(at: At<Govern>, fields: Fields) -> Result<Response, Stop> {
    let services = &at.visit.portal.services;
    let row = fields.one("row").parse().unwrap_or_default();
    let gateways = services.settings.gateways;
    let mut wishes = match services.rules_before(&at.staff()?, row).await {
        Ok(wishes) => wishes,
        Err(ServiceError::Refused(Refusal::NotFound)) => return Err(Stop::To(HERE.into())),
        Err(error) => return Err(error.into()),
    };
    // What no gateway carries any more stays as it is.
    wishes.retain(|(setting, _)| gateways.carry(*setting));
    match look(&at, &wishes, Vec::new()).await? {
        Ok(preview) => shown(&at, preview, None).await,
        Err(problems) => {
            let (version, policy) = services.policy().await?;
            let typed = |setting: Setting| {
                let old = wishes.iter().find(|(one, _)| *one == setting);
                old.map_or_else(|| policy.get(setting), |(_, value)| value.clone())
                    .to_string()
            };
            let view = form_of(&at, version, typed, problems);
            Ok(again(pages::rules_form(&at.frame_with(None), &view)))
        }
    }
}
