//! The kinds of value that a key can have, and how each is read from TOML and from a variable.

use std::net::SocketAddr;
use std::path::PathBuf;

use domain::Language;
use ipnet::IpNet;
use secrecy::SecretString;
use toml::Value;

/// A value that can be configured.
pub trait Setting: Sized {
    /// What the documentation calls it.
    const KIND: &'static str;
    /// Whether it may come from a file of its own.
    const SECRET: bool = false;

    /// Reads it from a variable.
    fn from_text(text: &str) -> Result<Self, String>;

    /// Reads it from the file; text unless the kind says otherwise.
    fn from_toml(value: &Value) -> Result<Self, String> {
        match value {
            Value::String(text) => Self::from_text(text),
            _ => Err(format!("must be {} in quotes", Self::KIND)),
        }
    }

    /// Reads it from a secret's own file.
    fn from_file(text: &str) -> Result<Self, String> {
        Self::from_text(text)
    }

    /// The number that bounds apply to.
    fn number(&self) -> Option<u32> {
        None
    }

    /// As it would be written; empty when there is nothing to show. Never a secret.
    fn show(&self) -> String;
}

/// A kind with a fixed set of words.
pub trait Word: Copy + PartialEq + 'static {
    /// For the documentation: the words.
    const KIND: &'static str;
    /// Each value with its word.
    const ALL: &'static [(&'static str, Self)];
}

impl<T: Word> Setting for T {
    const KIND: &'static str = <T as Word>::KIND;

    fn from_text(text: &str) -> Result<Self, String> {
        let found = T::ALL.iter().find(|(word, _)| *word == text);
        found
            .map(|(_, value)| *value)
            .ok_or_else(|| format!("must be one of {}", <T as Word>::KIND))
    }

    fn show(&self) -> String {
        T::ALL
            .iter()
            .find(|(_, value)| value == self)
            .map_or("", |(word, _)| word)
            .to_owned()
    }
}

/// How strict the portal is where a standard and a habit differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assurance {
    /// The habits of the field, where they are safe.
    #[default]
    Standard,
    /// The standards to the letter.
    Strict,
}

impl Word for Assurance {
    const KIND: &'static str = "standard, strict";
    const ALL: &'static [(&'static str, Self)] =
        &[("standard", Self::Standard), ("strict", Self::Strict)];
}

impl Word for Language {
    const KIND: &'static str = "en, nl";
    const ALL: &'static [(&'static str, Self)] = &[("en", Self::En), ("nl", Self::Nl)];
}

impl Setting for u32 {
    const KIND: &'static str = "whole number";

    fn from_text(text: &str) -> Result<Self, String> {
        text.parse()
            .map_err(|_| "must be a whole number".to_owned())
    }

    fn from_toml(value: &Value) -> Result<Self, String> {
        let number = value.as_integer().and_then(|n| Self::try_from(n).ok());
        number.ok_or_else(|| "must be a whole number".to_owned())
    }

    fn number(&self) -> Option<u32> {
        Some(*self)
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Setting for bool {
    const KIND: &'static str = "true or false";

    fn from_text(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "must be true or false".to_owned())
    }

    fn from_toml(value: &Value) -> Result<Self, String> {
        value
            .as_bool()
            .ok_or_else(|| "must be true or false".to_owned())
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Setting for String {
    const KIND: &'static str = "text";

    fn from_text(text: &str) -> Result<Self, String> {
        one_line(text).map(str::to_owned)
    }

    fn show(&self) -> String {
        self.clone()
    }
}

impl Setting for PathBuf {
    const KIND: &'static str = "path";

    fn from_text(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("must be a path".to_owned());
        }
        one_line(text).map(Self::from)
    }

    fn show(&self) -> String {
        self.display().to_string()
    }
}

impl Setting for Option<PathBuf> {
    const KIND: &'static str = "path";

    fn from_text(text: &str) -> Result<Self, String> {
        PathBuf::from_text(text).map(Some)
    }

    fn show(&self) -> String {
        self.as_ref().map(PathBuf::show).unwrap_or_default()
    }
}

impl Setting for SocketAddr {
    const KIND: &'static str = "address:port";

    fn from_text(text: &str) -> Result<Self, String> {
        text.parse()
            .map_err(|_| "must be an address and a port, such as 127.0.0.1:8080".to_owned())
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Setting for Option<SocketAddr> {
    const KIND: &'static str = "address:port or off";

    fn from_text(text: &str) -> Result<Self, String> {
        if text == "off" {
            Ok(None)
        } else {
            SocketAddr::from_text(text).map(Some)
        }
    }

    fn show(&self) -> String {
        self.map_or_else(|| "off".to_owned(), |address| address.to_string())
    }
}

impl Setting for Vec<String> {
    const KIND: &'static str = "list of texts";

    fn from_text(text: &str) -> Result<Self, String> {
        items(text).map(String::from_text).collect()
    }

    fn from_toml(value: &Value) -> Result<Self, String> {
        list(value)?.into_iter().map(String::from_text).collect()
    }

    fn show(&self) -> String {
        self.join(", ")
    }
}

impl Setting for Vec<IpNet> {
    const KIND: &'static str = "list of address ranges";

    fn from_text(text: &str) -> Result<Self, String> {
        items(text).map(range).collect()
    }

    fn from_toml(value: &Value) -> Result<Self, String> {
        list(value)?.into_iter().map(range).collect()
    }

    fn show(&self) -> String {
        self.iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// A secret that is used as it is, or none. Prints as `[REDACTED]`.
pub type Secret = Option<SecretString>;

impl Setting for Secret {
    const KIND: &'static str = "secret text";
    const SECRET: bool = true;

    fn from_text(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("must not be empty".to_owned());
        }
        one_line(text).map(|text| Some(text.into()))
    }

    fn show(&self) -> String {
        String::new()
    }
}

fn one_line(text: &str) -> Result<&str, String> {
    if text.chars().any(char::is_control) {
        return Err("must not contain control characters".to_owned());
    }
    Ok(text)
}

/// The items of a list in a variable: separated by commas, spaces around them do not count.
fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

/// The texts of a list in the file.
pub fn list(value: &Value) -> Result<Vec<&str>, String> {
    let texts = value
        .as_array()
        .map(|items| items.iter().map(Value::as_str).collect());
    texts
        .flatten()
        .ok_or_else(|| "must be a list of texts: [\"…\", \"…\"]".to_owned())
}

/// One range; a single address is a range of one, and IPv4 in IPv6 clothes is IPv4.
fn range(text: &str) -> Result<IpNet, String> {
    let parsed: Option<IpNet> = text
        .parse()
        .ok()
        .or_else(|| text.parse::<std::net::IpAddr>().ok().map(IpNet::from));
    let range =
        parsed.ok_or_else(|| format!("{text} is not an address range such as 10.0.0.0/8"))?;
    if range.prefix_len() == 0 {
        return Err(format!("{text} is everybody; name the machines"));
    }
    let mapped = match range {
        IpNet::V6(v6) if v6.prefix_len() >= 96 => v6
            .addr()
            .to_ipv4_mapped()
            .and_then(|v4| IpNet::new(v4.into(), v6.prefix_len() - 96).ok()),
        _ => None,
    };
    Ok(mapped.unwrap_or(range).trunc())
}
