//! A file of people: it is sent in, judged and kept, and what it would do is shown before it does. The file is
//! read off to the side, because a long one takes seconds.

use app::pages;
use app::text::Texts;
use app::view::{ImportCheck, ImportForm, Notice, Problem};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::Refusal;
use domain::import::MOST_BYTES;
use domain::service::{File, Plan, ServiceError, Terms, Upload};

use super::people::PATH;
use crate::http::desk::{At, Govern};
use crate::http::fault::Stop;
use crate::http::form::Fields;
use crate::http::parts::Parts;
use crate::http::sheet::{self, Sheet};
use crate::http::visit::{Flash, again, page as show};

/// What is shown of the problems of a file; the rest is in a file of its own.
const SHOWN: usize = 200;

/// The most bytes of what was typed that are put back into the box.
const TYPED: usize = 256 * 1024;

const FORM: &str = "/administration/people/import";
const CHECK: &str = "/administration/people/import/check";

/// Reads a file where that holds up nobody.
async fn read(upload: &Upload) -> Result<File, Stop> {
    let bytes = upload.bytes.clone();
    let read = tokio::task::spawn_blocking(move || File::read(&bytes, Terms::Page));
    read.await.map_err(|error| Stop::Broken(error.to_string()))
}

/// The file that waits for an answer; without one, back to the form.
async fn kept(at: &At<Govern>) -> Result<Upload, Stop> {
    match at.visit.portal.services.kept_upload(&at.staff()?).await {
        Err(ServiceError::Refused(Refusal::NotFound)) => Err(Stop::To(FORM.into())),
        kept => Ok(kept?),
    }
}

/// `GET /administration/people/import`.
pub async fn form(at: At<Govern>) -> Result<Response, Stop> {
    let view = ImportForm {
        kept: kept(&at).await.is_ok(),
        ..ImportForm::default()
    };
    Ok(show(pages::import(&at.frame().await?, &view)))
}

/// `POST /administration/people/import`: "check".
pub async fn submit(at: At<Govern>, mut sent: Parts) -> Result<Response, Stop> {
    let (file, text) = (sent.take("file"), sent.take("text"));
    let pasted = file.is_empty();
    let bytes = if pasted { &text } else { &file };
    let refusal = if bytes.trim_ascii().is_empty() {
        Some(Refusal::Required)
    } else if bytes.len() > MOST_BYTES {
        Some(Refusal::FileTooLong)
    } else {
        None
    };
    let Some(refusal) = refusal else {
        let services = &at.visit.portal.services;
        services.keep_upload(&at.staff()?, bytes, pasted).await?;
        return Ok(Redirect::to(CHECK).into_response());
    };
    let view = ImportForm {
        typed: typed(&text),
        kept: false,
        problems: vec![Problem {
            field: "file",
            refusal,
        }],
    };
    Ok(again(pages::import(&at.frame_with(None), &view)))
}

/// What was typed, where it can be shown again.
fn typed(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    if text.len() > TYPED {
        String::new()
    } else {
        text.to_owned()
    }
}

fn view_of(upload: &Upload, file: &File, plan: Plan, other: bool) -> ImportCheck {
    let typed = if upload.pasted {
        typed(&upload.bytes)
    } else {
        String::new()
    };
    let wrongs = plan.problems.len();
    ImportCheck {
        id: upload.id,
        lines: file.lines,
        counts: (plan.added, plan.changed, plan.same),
        wrong: plan.problems.into_iter().take(SHOWN).collect(),
        wrongs,
        typed,
        other,
    }
}

/// `GET /administration/people/import/check`: what the file would do.
pub async fn check(at: At<Govern>) -> Result<Response, Stop> {
    let upload = kept(&at).await?;
    let file = read(&upload).await?;
    let services = &at.visit.portal.services;
    let plan = services.check_upload(&at.staff()?, &file).await?;
    let view = view_of(&upload, &file, plan, false);
    Ok(show(pages::import_check(&at.frame().await?, &view)))
}

/// `POST /administration/people/import/check`: "import", for the file that the page was about.
pub async fn apply(at: At<Govern>, fields: Fields) -> Result<Response, Stop> {
    let upload = kept(&at).await?;
    let file = read(&upload).await?;
    let (services, staff) = (&at.visit.portal.services, at.staff()?);
    let other = fields.one("file") != upload.id.to_string();
    let plan = if other {
        services.check_upload(&staff, &file).await?
    } else {
        services.import_upload(&staff, &file, at.trace()).await?
    };
    if other || !plan.problems.is_empty() {
        let view = view_of(&upload, &file, plan, other);
        return Ok(again(pages::import_check(&at.frame_with(None), &view)));
    }
    let small = |count| u32::try_from(count).unwrap_or(u32::MAX);
    let done = Notice::PeopleImported {
        added: small(plan.added),
        changed: small(plan.changed),
    };
    at.go(PATH, Flash::notice(done)).await
}

/// `GET /administration/people/import/problems.csv`: everything that is wrong.
pub async fn problems(at: At<Govern>) -> Result<Response, Stop> {
    let upload = kept(&at).await?;
    let file = read(&upload).await?;
    let portal = &at.visit.portal;
    let plan = portal.services.check_upload(&at.staff()?, &file).await?;
    let texts: &'static Texts = at.texts();
    let mut sheet = Sheet::new();
    sheet.line(&["line", "column", "problem"])?;
    for problem in plan.problems {
        let column = problem.column.map_or("", |column| column.key());
        let why = (texts.import.why)(&problem.why);
        sheet.line(&[&problem.line.to_string(), column, &why])?;
    }
    sheet::whole(portal, "problems", sheet)
}
