//! A greeting of the organisation's own: a short sound that a call begins with in one language, before the
//! voice says what to press. What a file is, is judged by its content and never by its name, and a file whose
//! lengths do not add up is refused whole. The files have no codec to be decoded here, only headers to be
//! walked along, and the gateway plays them.

#[cfg(feature = "service")]
mod mp3;
#[cfg(feature = "service")]
mod wav;

use crate::{Id, Language, Time};

/// The most bytes of a greeting: 1 MB.
pub const MOST_BYTES: usize = 1_048_576;

/// A greeting is shorter than so many milliseconds.
pub const TOO_LONG: u32 = 20_000;

/// What a file of sound is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sound {
    /// WAV with PCM, A-law or mu-law.
    Wav,
    /// MP3.
    Mp3,
}

impl Sound {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Wav, Self::Mp3];

    /// The stable name, which is also how the name of such a file ends.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Wav => "wav",
            Self::Mp3 => "mp3",
        }
    }

    /// The one with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// As HTTP names it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Wav => "audio/wav",
            Self::Mp3 => "audio/mpeg",
        }
    }
}

/// What is known of a greeting beside its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Greeting {
    /// The language of the calls that begin with it.
    pub language: Language,
    /// What it is.
    pub sound: Sound,
    /// How many bytes it has.
    pub size: u32,
    /// The SHA-256 of the bytes, which is the name of the file.
    pub sha256: [u8; 32],
    /// How long it lasts.
    pub millis: u32,
    /// When it was uploaded.
    pub at: Time,
    /// By whom.
    pub by: Id,
}

/// Why a file cannot be a greeting.
#[cfg(feature = "service")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    /// It is something else.
    Kind,
    /// It is one, and it is not whole or its lengths are not true.
    Broken,
}

/// Some sound, counted.
#[cfg(feature = "service")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Length {
    samples: u64,
    /// In a second; never nought.
    rate: u32,
}

#[cfg(feature = "service")]
mod judged {
    use sha2::{Digest as _, Sha256};

    use super::{Length, MOST_BYTES, Sound, TOO_LONG, Wrong, mp3, wav};
    use crate::Refusal;

    /// The name of a file: the SHA-256 of its bytes.
    pub fn name(bytes: &[u8]) -> [u8; 32] {
        Sha256::digest(bytes).into()
    }

    /// What a file is and how many milliseconds it lasts, where it can be a greeting.
    ///
    /// # Errors
    /// [`Refusal::Required`], [`Refusal::GreetingBytes`], [`Refusal::GreetingKind`], [`Refusal::GreetingBroken`]
    /// or [`Refusal::GreetingLength`].
    pub fn judge(bytes: &[u8]) -> Result<(Sound, u32), Refusal> {
        if bytes.is_empty() {
            return Err(Refusal::Required);
        }
        if bytes.len() > MOST_BYTES {
            return Err(Refusal::GreetingBytes);
        }
        let read = if bytes.starts_with(b"RIFF") {
            wav::read(bytes).map(|length| (Sound::Wav, length))
        } else {
            mp3::read(bytes).map(|length| (Sound::Mp3, length))
        };
        let (sound, length) = read.map_err(|wrong| match wrong {
            Wrong::Kind => Refusal::GreetingKind,
            Wrong::Broken => Refusal::GreetingBroken,
        })?;
        let Length { samples, rate } = length;
        let millis = samples.saturating_mul(1_000) / u64::from(rate).max(1);
        match u32::try_from(millis) {
            Ok(millis) if samples > 0 && millis < TOO_LONG => Ok((sound, millis.max(1))),
            _ => Err(Refusal::GreetingLength),
        }
    }
}

#[cfg(feature = "service")]
pub use judged::{judge, name};

#[cfg(test)]
#[cfg(feature = "service")]
mod tests;
