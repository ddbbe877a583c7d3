//! A section of the configuration file, described once. The macro turns a list of keys, written
//! like a struct with defaults and bounds, into the struct, the reader and the description that the
//! documentation is made of; so none of the three can say something else than the others.

use std::ops::RangeInclusive;

use super::Problems;
use super::source::Source;
use super::values::Setting;

/// What is known about a key.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its name in the section.
    pub name: &'static str,
    /// What kind of value it takes.
    pub kind: &'static str,
    /// Whether it may come from a file, as `NAME_file`.
    pub secret: bool,
    /// The default as it would be written; empty when there is none.
    pub default: String,
    /// The allowed range.
    pub bounds: Option<RangeInclusive<u32>>,
    /// What it means, line by line.
    pub meaning: &'static [&'static str],
}

impl Key {
    /// Describes a key by its default.
    pub fn new<T: Setting>(
        name: &'static str,
        default: &T,
        bounds: Option<RangeInclusive<u32>>,
        meaning: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            kind: T::KIND,
            secret: T::SECRET,
            default: default.show(),
            bounds,
            meaning,
        }
    }
}

/// A section that can be read, checked and described.
pub trait Section: Sized + Default {
    /// The name in brackets.
    const NAME: &'static str;
    /// What the section is about.
    const ABOUT: &'static [&'static str];
    /// Its keys in order.
    fn keys() -> Vec<Key>;
    /// Reads all keys; what is wrong is noted in the source and replaced by the default.
    fn read(source: &mut Source) -> Self;
}

/// Adds a problem with a key of a section.
pub fn problem<S: Section>(problems: &mut Problems, key: &str, text: &str) {
    problems.add(format!("{}.{key}", S::NAME), text);
}

/// Defines a section: `pub struct Name = "section" { key: Type = default, bounds; … }`.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        pub struct $Section:ident = $name:literal {
            $(
                $(#[doc = $meaning:literal])+
                $key:ident: $Type:ty = $default:expr $(, $bounds:expr)?;
            )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        pub struct $Section {
            $(
                $(#[doc = $meaning])+
                pub $key: $Type,
            )+
        }

        impl Default for $Section {
            fn default() -> Self {
                Self { $($key: $default),+ }
            }
        }

        impl $crate::config::Section for $Section {
            const NAME: &'static str = $name;
            const ABOUT: &'static [&'static str] = &[$($about),+];

            fn keys() -> Vec<$crate::config::Key> {
                let default = Self::default();
                vec![$(
                    $crate::config::Key::new(
                        stringify!($key),
                        &default.$key,
                        $crate::config::section::bounds!($($bounds)?),
                        &[$($meaning),+],
                    )
                ),+]
            }

            fn read(source: &mut $crate::config::source::Source) -> Self {
                let default = Self::default();
                Self {$(
                    $key: source.take(
                        $name,
                        stringify!($key),
                        default.$key,
                        $crate::config::section::bounds!($($bounds)?),
                    )
                ),+}
            }
        }
    };
}

/// `Some(bounds)`, or `None` where a key has none.
macro_rules! bounds {
    () => {
        None
    };
    ($bounds:expr) => {
        Some($bounds)
    };
}

pub(super) use {bounds, section};
