use proptest::prelude::*;

use super::*;
use crate::Refusal;

const PCM: &[u8] = include_bytes!("../../tests/greetings/pcm.wav");
const A_LAW: &[u8] = include_bytes!("../../tests/greetings/a-law.wav");
const MU_LAW: &[u8] = include_bytes!("../../tests/greetings/mu-law.wav");
const ADPCM: &[u8] = include_bytes!("../../tests/greetings/adpcm.wav");
const CONSTANT: &[u8] = include_bytes!("../../tests/greetings/constant.mp3");
const VARIABLE: &[u8] = include_bytes!("../../tests/greetings/variable.mp3");
const TAGGED: &[u8] = include_bytes!("../../tests/greetings/tagged.mp3");

/// The file with this in the place of what is there.
fn with(file: &[u8], at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

/// So many samples of silence behind the head of the A-law file: 8000 are a second.
fn silence(samples: usize) -> Vec<u8> {
    let mut file = A_LAW[..58].to_vec();
    file.resize(58 + samples, 0xd5);
    let size = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
    let file = with(&file, 4, &size(50 + samples));
    with(&file, 54, &size(samples))
}

#[test]
fn what_other_programs_made_is_known_with_its_length() {
    for file in [PCM, A_LAW, MU_LAW] {
        assert_eq!(judge(file), Ok((Sound::Wav, 250)));
    }
    // An encoder makes whole frames, and some silence before and after.
    assert_eq!(
        judge(CONSTANT),
        Ok((Sound::Mp3, 432)),
        "six of 576 at 8 kHz"
    );
    assert_eq!(
        judge(VARIABLE),
        Ok((Sound::Mp3, 313)),
        "twelve of 1152 at 44.1 kHz"
    );
    assert_eq!(
        judge(TAGGED),
        Ok((Sound::Mp3, 313)),
        "twelve of 576 at 22.05 kHz"
    );
}

#[test]
fn a_greeting_is_shorter_than_20_seconds_and_has_some_sound() {
    assert_eq!(judge(&silence(8)), Ok((Sound::Wav, 1)));
    assert_eq!(judge(&silence(159_999)), Ok((Sound::Wav, 19_999)));
    for samples in [0, 160_000, 168_000] {
        assert_eq!(
            judge(&silence(samples)),
            Err(Refusal::GreetingLength),
            "{samples}"
        );
    }
    let long = CONSTANT.repeat(50);
    assert_eq!(judge(&long), Err(Refusal::GreetingLength), "21.6 s");
    assert_eq!(judge(&CONSTANT.repeat(46)), Ok((Sound::Mp3, 19_872)));
}

#[test]
fn one_byte_too_many_is_said_before_anything_is_read() {
    let file = |bytes: usize| -> Vec<u8> { VARIABLE.iter().copied().cycle().take(bytes).collect() };
    assert_eq!(judge(&file(MOST_BYTES + 1)), Err(Refusal::GreetingBytes));
    assert_ne!(judge(&file(MOST_BYTES)), Err(Refusal::GreetingBytes));
    assert_eq!(judge(b""), Err(Refusal::Required));
}

#[test]
fn what_is_something_else_is_known_by_its_content() {
    for other in [
        b"<!doctype html><script>alert(1)</script>".as_slice(),
        b"%PDF-1.7",
        b"OggS\0\x02",
        b"\x7fELF",
        b"\0",
        b"RIFF\x04\0\0\0AVI ",
        b"RIFX\x04\0\0\0WAVE",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        // Layer II, and a rate that is none.
        b"\xff\xfd\x90\0",
        b"\xff\xfb\xfc\0",
        b"\xff\xfb\x00\0",
        ADPCM,
    ] {
        assert_eq!(
            judge(other),
            Err(Refusal::GreetingKind),
            "{:?}",
            &other[..8.min(other.len())]
        );
    }
    // Floating point, six channels, a rate that no telephone has.
    for (at, bytes) in [(20, 3), (22, 6), (22, 0)] {
        assert_eq!(
            judge(&with(PCM, at, &[bytes, 0])),
            Err(Refusal::GreetingKind)
        );
    }
    for rate in [0_u32, 7_999, 48_001, u32::MAX] {
        let file = with(PCM, 24, &rate.to_le_bytes());
        assert_eq!(judge(&file), Err(Refusal::GreetingKind), "{rate}");
    }
}

#[test]
fn what_is_cut_off_anywhere_is_refused() {
    for file in [PCM, MU_LAW] {
        for end in 1..file.len() {
            assert!(judge(&file[..end]).is_err(), "{end}");
        }
    }
    // A frame less is still a sound; half of one is not.
    assert_eq!(judge(&CONSTANT[..144]), Ok((Sound::Mp3, 72)));
    assert_eq!(judge(&CONSTANT[..143]), Err(Refusal::GreetingBroken));
    assert_eq!(judge(&CONSTANT[..200]), Err(Refusal::GreetingBroken));
    assert_eq!(
        judge(&TAGGED[..60]),
        Err(Refusal::GreetingBroken),
        "half of a title"
    );
}

#[test]
fn lengths_that_are_not_true_are_refused() {
    let broken = Err(Refusal::GreetingBroken);
    for lie in [0, 1, 4_035, 4_037, u32::MAX, u32::MAX - 7] {
        assert_eq!(
            judge(&with(PCM, 4, &lie.to_le_bytes())),
            broken,
            "the file, {lie}"
        );
    }
    for lie in [1, 3_999, 4_001, u32::MAX] {
        assert_eq!(
            judge(&with(PCM, 40, &lie.to_le_bytes())),
            broken,
            "the sound, {lie}"
        );
    }
    for (at, lie) in [(16, 15), (16, 17), (28, 1), (32, 4), (34, 8)] {
        assert_eq!(judge(&with(PCM, at, &[lie])), broken, "{at}");
    }
    // Something behind the sound, which no length speaks of.
    assert_eq!(judge(&[PCM, b"more"].concat()), broken);
    assert_eq!(judge(&[CONSTANT, b"more"].concat()), broken);
    assert_eq!(
        judge(&[CONSTANT, VARIABLE].concat()),
        broken,
        "another rate"
    );
    // A title that reaches beyond its file, and one whose length has bits where none may be.
    assert_eq!(judge(&with(TAGGED, 6, &[1, 0, 0, 0])), broken);
    assert_eq!(judge(&with(TAGGED, 9, &[0x80])), broken);
    assert_eq!(
        judge(b"ID3\x03\0\0\0\0\0\0"),
        broken,
        "a title and no sound"
    );
}

proptest! {
    #[test]
    fn no_bytes_do_harm(
        head in prop::sample::select(vec![PCM, MU_LAW, CONSTANT, TAGGED]),
        keep in 0_usize..80,
        more in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let file = [&head[..keep], &more].concat();
        if let Ok((_, millis)) = judge(&file) {
            prop_assert!((1..TOO_LONG).contains(&millis));
        }
    }
}
