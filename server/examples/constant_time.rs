//! Does the time of a comparison tell how much of a guess was right? The method of dudect: two
//! classes of wrong guesses, one wrong at the first place and one at the last, in random order into the
//! same memory; the slowest tenth, which is the machine's, is cut off; Welch's t says whether the two
//! classes differ. Beyond 4.5 they do. A comparison that stops at the first difference is measured beside
//! ours and has to be caught, or the measurement says nothing.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use domain::Time;
use domain::totp::{Code, Key};
use server::config::Bearers;
use server::store::Search;
use server::system;
use zeroize::Zeroizing;

/// Beyond this the two classes differ.
const LIMIT: f64 = 4.5;
const MEASUREMENTS: usize = 60_000;
/// The median of so many rounds counts: a leak shows in each, a neighbour's work does not.
const ROUNDS: usize = 3;
const NOW: Time = Time(1_800_000_000_000);

/// Takes measurements of both classes in random order, each of `repeat` comparisons; |t| after the crop.
fn round<T: Clone>(
    classes: &[T; 2],
    repeat: u32,
    compare: &impl Fn(&T) -> bool,
) -> anyhow::Result<f64> {
    let mut random = vec![0; MEASUREMENTS];
    system::fill(&mut random)?;
    let [first, last] = classes;
    let mut input = first.clone();
    let mut taken = Vec::with_capacity(MEASUREMENTS);
    for byte in random {
        let class = byte & 1 == 1;
        input.clone_from(if class { last } else { first });
        let begun = Instant::now();
        for _ in 0..repeat {
            black_box(compare(black_box(&input)));
        }
        taken.push((begun.elapsed().as_nanos(), class));
    }
    // The first ones warm the processor up.
    taken.drain(..MEASUREMENTS / 20);
    taken.sort_unstable();
    taken.truncate(taken.len() / 10 * 9);
    let of = |wanted: bool| {
        let times = taken.iter().filter(move |(_, class)| *class == wanted);
        times.map(|(nanoseconds, _)| *nanoseconds as f64)
    };
    Ok(welch(of(false), of(true)).abs())
}

/// Welch's t of two samples.
fn welch(a: impl Iterator<Item = f64>, b: impl Iterator<Item = f64>) -> f64 {
    let ((a_mean, a_error), (b_mean, b_error)) = (mean(a), mean(b));
    (a_mean - b_mean) / (a_error + b_error).sqrt()
}

/// The mean, and the square of its standard error (Welford).
fn mean(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
    for value in values {
        count += 1.0;
        let apart = value - mean;
        mean += apart / count;
        squares += apart * (value - mean);
    }
    (mean, squares / (count - 1.0) / count)
}

fn median<T: Clone>(
    classes: &[T; 2],
    repeat: u32,
    compare: impl Fn(&T) -> bool,
) -> anyhow::Result<f64> {
    let rounds: Result<Vec<f64>, _> = (0..ROUNDS)
        .map(|_| round(classes, repeat, &compare))
        .collect();
    let mut rounds = rounds?;
    rounds.sort_unstable_by(f64::total_cmp);
    rounds.get(ROUNDS / 2).copied().context("no rounds")
}

/// Guesses at a code: the first digit wrong, and the last.
fn code() -> anyhow::Result<f64> {
    let key = Key::new(Zeroizing::new(system::bytes::<20>()?.to_vec()));
    let guesses = (0..1_000_000).map(|n| format!("{n:06}"));
    let right = guesses
        .filter_map(|text| Code::parse(&text).ok().map(|code| (text, code)))
        .find(|(_, code)| key.step_of(code, NOW, 0).is_some());
    let (right, _) = right.context("no code is right")?;
    let wrong_at = |place: usize| {
        let digits = right.bytes().enumerate().map(|(at, digit)| {
            let digit = if at == place {
                (digit - b'0' + 5) % 10 + b'0'
            } else {
                digit
            };
            char::from(digit)
        });
        Code::parse(&digits.collect::<String>()).map_err(|_| anyhow::anyhow!("no code"))
    };
    median(&[wrong_at(0)?, wrong_at(5)?], 4, |code| {
        key.step_of(code, NOW, 1).is_some()
    })
}

/// Guesses at an app password's MAC, among the forty of one person.
fn mac() -> anyhow::Result<f64> {
    let rows = (0..40).map(|_| Ok((system::bytes::<16>()?, system::token()?)));
    let rows: Vec<([u8; 16], [u8; 32])> = rows.collect::<anyhow::Result<_>>()?;
    let (_, right) = rows.get(20).context("no rows")?;
    median(&wrong_ends(right), 4, |guess| {
        let digests = [(1, *guess)];
        let mut search = Search::new(&digests);
        for (id, mac) in &rows {
            search.row(id, 1, mac);
        }
        search.result().0.is_some()
    })
}

/// Guesses at a bearer token.
fn token() -> anyhow::Result<f64> {
    let right = data_encoding::HEXLOWER.encode(&system::token()?);
    let tokens = Bearers::of(&[&right]).map_err(anyhow::Error::msg)?;
    let tail = right.get(1..).unwrap_or_default();
    let head = right.get(..right.len() - 1).unwrap_or_default();
    median(&[format!("!{tail}"), format!("{head}!")], 16, |guess| {
        tokens.accept(guess)
    })
}

/// The comparison that must be caught.
fn control() -> anyhow::Result<f64> {
    let right = system::token()?;
    median(&wrong_ends(&right), 16, |guess| {
        for (a, b) in guess.iter().zip(&right) {
            if black_box(a) != black_box(b) {
                return false;
            }
        }
        true
    })
}

/// The same bytes with the first one wrong, and with the last one wrong.
fn wrong_ends(right: &[u8; 32]) -> [[u8; 32]; 2] {
    let (mut first, mut last) = (*right, *right);
    first.iter_mut().take(1).for_each(|byte| *byte ^= 1);
    last.iter_mut().rev().take(1).for_each(|byte| *byte ^= 1);
    [first, last]
}

fn main() -> anyhow::Result<ExitCode> {
    let ours = [("code", code()?), ("mac", mac()?), ("token", token()?)];
    for (name, t) in ours {
        println!("{name} {t:.2} {LIMIT}");
    }
    let caught = control()?;
    println!("control {caught:.2} {LIMIT}");
    let constant = ours.iter().all(|(_, t)| *t < LIMIT);
    Ok(if constant && caught > LIMIT {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
