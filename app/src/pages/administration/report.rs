//! How many have set up what: a table, and the same as bars. The bars are drawn in shares of the width, so
//! that the words beside them keep their size on a narrow screen; the table is what the picture says.

use leptos::prelude::*;

use super::list::head;
use crate::components::{document, moment};
use crate::text::Texts;
use crate::view::{Frame, Problem, Report};

/// Pixels from one bar to the next, from its top to its words, and to the bar below them.
const ROW: usize = 52;
const WORDS: usize = 18;
const BAR: usize = 26;

/// Tenths of a hundredth that so many are of all.
fn tenths(people: u64, all: u64) -> u64 {
    let (people, all) = (u128::from(people), u128::from(all.max(1)));
    u64::try_from((people * 1_000 + all / 2) / all).unwrap_or(1_000)
}

/// The width of a bar: a share of a hundred that programs read alike in every language.
fn width(tenths: u64) -> String {
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// `GET /administration/report`.
pub fn report(frame: &Frame, view: &Report) -> String {
    let title = Texts::of(frame.language).people.report;
    document(frame, title, &[] as &[Problem], |texts| {
        let words = &texts.people;
        view! {
            {head(texts, title)}
            <p class="lead">{(words.report_lead)(view.all)}</p>
            <section class="card" aria-labelledby="chart-title">
                {chart(texts, view)}
                {table(texts, view)}
            </section>
            {states(texts, view)}
            <div class="cluster">
                <span class="hint">{words.counted} " " {moment(view.at, texts.when)}</span>
                <a class="link" href=view.csv.clone()>{texts.administration.csv}</a>
            </div>
        }
    })
}

fn chart(texts: &'static Texts, view: &Report) -> impl IntoView + use<> {
    let words = &texts.people;
    let bars = view
        .rows
        .iter()
        .enumerate()
        .map(|(place, row)| {
            let share = tenths(row.people, view.all);
            let top = place * ROW;
            view! {
                <g>
                    <text x="0" y=top + WORDS>{(words.holding)(row.holding)}</text>
                    <text x="100%" y=top + WORDS text-anchor="end">{(words.percent)(share)}</text>
                    <rect class="chart__track" x="0" y=top + BAR width="100%" height="12" rx="6"></rect>
                    <rect class="chart__bar" x="0" y=top + BAR width=width(share) height="12" rx="6"></rect>
                </g>
            }
        })
        .collect_view();
    view! {
        <svg class="chart" role="img" aria-labelledby="chart-title" width="100%" height=view.rows.len() * ROW>
            <title id="chart-title">{words.chart}</title>
            {bars}
        </svg>
    }
}

fn table(texts: &'static Texts, view: &Report) -> impl IntoView + use<> {
    let words = &texts.people;
    let rows = view
        .rows
        .iter()
        .map(|row| {
            let share = (words.percent)(tenths(row.people, view.all));
            view! {
                <tr>
                    <th scope="row" data-label=words.what>
                        <a class="link" href=row.list.clone()>{(words.holding)(row.holding)}</a>
                    </th>
                    <td data-label=words.number>{row.people}</td>
                    <td data-label=words.share>{share}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-labelledby="chart-title">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{words.what}</th>
                        <th scope="col">{words.number}</th>
                        <th scope="col">{words.share}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn states(texts: &'static Texts, view: &Report) -> impl IntoView + use<> {
    let (words, desk) = (&texts.people, &texts.desk);
    let rows = view
        .states
        .iter()
        .map(|(state, list, people, registered)| {
            view! {
                <tr>
                    <th scope="row" data-label=words.state>
                        <a class="link" href=list.clone()>{(desk.state)(*state)}</a>
                    </th>
                    <td data-label=words.number>{*people}</td>
                    <td data-label=(words.holding)(domain::roster::Holding::Registered)>{*registered}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="states">
            <h2 id="states">{words.by_state}</h2>
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="states">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{words.state}</th>
                            <th scope="col">{words.number}</th>
                            <th scope="col">{(words.holding)(domain::roster::Holding::Registered)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_and_never_beyond_the_whole() {
        assert_eq!((tenths(0, 0), tenths(0, 3), tenths(3, 3)), (0, 0, 1_000));
        assert_eq!((tenths(1, 3), tenths(2, 3)), (333, 667));
        assert_eq!(tenths(u64::MAX, u64::MAX), 1_000);
        assert_eq!(width(333), "33.3%");
    }
}
