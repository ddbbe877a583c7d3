//! The registration report: how many have set up what, as a page and as a file. It holds no names.

use app::pages;
use app::view::{PeopleFilter, Report, ReportRow};
use axum::response::Response;
use domain::account::State;
use domain::roster::{self, Holding, Selection};
use domain::service::Figures;

use super::people::{PATH, link};
use crate::http::desk::{At, Oversee};
use crate::http::fault::Stop;
use crate::http::sheet::{self, Sheet, utc};
use crate::http::visit::page as show;

/// How many people whose accounts are switched on have this set up and are in this state.
fn count(figures: &Figures, holds: Option<Holding>, state: Option<State>) -> u64 {
    let selection = Selection {
        state,
        holds,
        active: Some(true),
        ..Selection::default()
    };
    roster::count(&figures.groups, &selection)
}

fn list(holds: &str, state: &str) -> String {
    let filter = PeopleFilter {
        state: state.to_owned(),
        holds: holds.to_owned(),
        account: "on".to_owned(),
        ..PeopleFilter::default()
    };
    link(PATH, &filter, "")
}

/// `GET /administration/report`.
pub async fn page(at: At<Oversee>) -> Result<Response, Stop> {
    let portal = &at.visit.portal;
    let figures = portal.services.figures(&at.staff()?).await?;
    let row = |holding: Holding| ReportRow {
        holding,
        people: count(&figures, Some(holding), None),
        list: list(holding.key(), ""),
    };
    let state = |state: State| {
        let some = Some(state);
        let registered = count(&figures, Some(Holding::Registered), some);
        let people = count(&figures, None, some);
        (state, list("", state.key()), people, registered)
    };
    let view = Report {
        at: portal.when(figures.at),
        all: count(&figures, None, None),
        rows: Holding::ALL.map(row).into(),
        states: State::ALL.map(state).into(),
        csv: "/administration/report.csv".into(),
    };
    Ok(show(pages::report(&at.frame().await?, &view)))
}

/// `GET /administration/report.csv`: every count by state, of accounts that are switched on.
pub async fn csv(at: At<Oversee>) -> Result<Response, Stop> {
    let portal = &at.visit.portal;
    let figures = portal.services.figures(&at.staff()?).await?;
    let mut sheet = Sheet::new();
    sheet.line(&["counted_utc", "set_up", "state", "people"])?;
    let at = utc(figures.at);
    let all = Holding::ALL.into_iter().map(Some);
    for holding in std::iter::once(None).chain(all) {
        let states = State::ALL.into_iter().map(Some);
        for state in std::iter::once(None).chain(states) {
            let people = count(&figures, holding, state).to_string();
            let what = holding.map_or("any", Holding::key);
            sheet.line(&[&at, what, state.map_or("any", State::key), &people])?;
        }
    }
    sheet::whole(portal, "report", sheet)
}
