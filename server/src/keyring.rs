//! The key ring file: numbered master keys, the newest of which seals, and one key that chains the
//! audit record and never rotates. From each, sub-keys are derived per purpose with HKDF-SHA-256
//! (A.3), so that no key ever does two jobs.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use data_encoding::BASE64;
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use crate::system;

/// A 256-bit key; wiped when dropped, never printed.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    fn random() -> Result<Self, KeyringError> {
        let bytes = system::token().map_err(|_| KeyringError::Random)?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    /// The sub-key for a purpose.
    pub fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        let hkdf = Hkdf::<Sha256>::new(Some(b"proofup 1"), self.0.as_slice());
        // Fails only for outputs of more than 8160 bytes.
        if hkdf.expand(purpose.as_bytes(), out.as_mut_slice()).is_err() {
            out.zeroize();
        }
        out
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// The keys of one portal.
#[derive(Clone, Debug)]
pub struct Keyring {
    /// Master keys by number; never empty.
    keys: BTreeMap<i32, Key>,
    audit: Key,
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// No random bytes.
    #[error("the operating system gives no random bytes")]
    Random,
    /// The file.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// Its contents.
    #[error("{0}: not a key ring: {1}")]
    Contents(String, String),
    /// It is in use.
    #[error(
        "key {0} is the newest one and seals; `proofup keys rotate` makes one that takes its place"
    )]
    Newest(i32),
    /// There is none of this number.
    #[error("there is no key {0} in the ring")]
    NoSuchKey(i32),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    audit: String,
    keys: BTreeMap<String, String>,
}

impl Keyring {
    /// New keys.
    ///
    /// # Errors
    /// Without random bytes.
    pub fn generate() -> Result<Self, KeyringError> {
        Ok(Self {
            keys: BTreeMap::from([(1, Key::random()?)]),
            audit: Key::random()?,
        })
    }

    /// The same ring with one more key, the newest.
    ///
    /// # Errors
    /// Without random bytes.
    pub fn rotate(mut self) -> Result<Self, KeyringError> {
        let next = self.newest().0.saturating_add(1);
        self.keys.insert(next, Key::random()?);
        Ok(self)
    }

    /// The same ring without this key.
    ///
    /// # Errors
    /// The newest key seals and cannot go; one that is not there cannot either.
    pub fn retire(mut self, kid: i32) -> Result<Self, KeyringError> {
        if kid == self.newest().0 {
            return Err(KeyringError::Newest(kid));
        }
        match self.keys.remove(&kid) {
            Some(_) => Ok(self),
            None => Err(KeyringError::NoSuchKey(kid)),
        }
    }

    /// The newest key and its number.
    pub fn newest(&self) -> (i32, &Key) {
        // The constructors see to it that there is one; the audit key stands in for the type's sake.
        self.keys
            .last_key_value()
            .map_or((0, &self.audit), |(kid, key)| (*kid, key))
    }

    /// The key with this number.
    pub fn get(&self, kid: i32) -> Option<&Key> {
        self.keys.get(&kid)
    }

    /// All keys, newest first.
    pub fn all(&self) -> impl Iterator<Item = (i32, &Key)> {
        self.keys.iter().rev().map(|(kid, key)| (*kid, key))
    }

    /// The key of the audit chain.
    pub fn audit(&self) -> &Key {
        &self.audit
    }

    /// Reads a ring.
    ///
    /// # Errors
    /// Names the file, never its contents.
    pub fn read(path: &Path) -> Result<Self, KeyringError> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map(Zeroizing::new);
        let text = text.map_err(|e| KeyringError::File(name.clone(), e))?;
        let wrong = |why: &str| KeyringError::Contents(name.clone(), why.to_owned());
        let document: Document = toml::from_str(&text)
            .map_err(|_| wrong("it is not what `proofup keys generate` writes"))?;
        let key = |text: &str| {
            let bytes = BASE64.decode(text.as_bytes()).ok().map(Zeroizing::new)?;
            Some(Key(Zeroizing::new(bytes.as_slice().try_into().ok()?)))
        };
        let mut keys = BTreeMap::new();
        for (kid, text) in &document.keys {
            let kid = kid
                .parse::<i32>()
                .ok()
                .filter(|k| *k > 0)
                .ok_or_else(|| wrong("a key's name is not a number"))?;
            keys.insert(
                kid,
                key(text).ok_or_else(|| wrong("a key is not 32 bytes in Base64"))?,
            );
        }
        if keys.is_empty() {
            return Err(wrong("there is no key in it"));
        }
        let audit =
            key(&document.audit).ok_or_else(|| wrong("the audit key is not 32 bytes in Base64"))?;
        Ok(Self { keys, audit })
    }

    /// Writes the ring to a new file that only its owner may read. `replace` overwrites, by way of a
    /// second file, so that a crash leaves the old ring.
    ///
    /// # Errors
    /// When the file exists already and `replace` is off, or cannot be written.
    pub fn write(&self, path: &Path, replace: bool) -> Result<(), KeyringError> {
        use std::os::unix::fs::OpenOptionsExt as _;
        let name = path.display().to_string();
        let file = |e| KeyringError::File(name.clone(), e);
        let text = |key: &Key| BASE64.encode(key.0.as_slice());
        let document = Document {
            audit: text(&self.audit),
            keys: self
                .keys
                .iter()
                .map(|(kid, key)| (kid.to_string(), text(key)))
                .collect(),
        };
        let body = toml::to_string(&document).map(Zeroizing::new);
        let body =
            body.map_err(|_| KeyringError::Contents(name.clone(), "cannot be written".into()))?;
        let target = if replace {
            path.with_extension("new")
        } else {
            path.to_owned()
        };
        let mut options = std::fs::OpenOptions::new();
        options.write(true).mode(0o400);
        if replace {
            options.create(true).truncate(true)
        } else {
            options.create_new(true)
        };
        let mut out = options.open(&target).map_err(file)?;
        out.write_all(
            b"# Proofup key ring. Whoever has this file and the database can read every secret.\n",
        )
        .map_err(file)?;
        out.write_all(body.as_bytes())
            .and_then(|()| out.sync_all())
            .map_err(file)?;
        if replace {
            std::fs::rename(&target, path).map_err(file)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_ring_survives_the_file_and_grows() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys");
        let ring = Keyring::generate().unwrap();
        ring.write(&path, false).unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o400
        );
        assert!(
            ring.write(&path, false).is_err(),
            "an existing ring is never overwritten by accident"
        );
        let read = Keyring::read(&path).unwrap();
        assert_eq!(*read.newest().1.derive("x"), *ring.newest().1.derive("x"));
        let grown = read.rotate().unwrap();
        grown.write(&path, true).unwrap();
        let again = Keyring::read(&path).unwrap();
        assert_eq!(again.newest().0, 2);
        assert_eq!(
            *again.get(1).unwrap().derive("x"),
            *ring.newest().1.derive("x")
        );
        assert_eq!(*again.audit().derive("a"), *ring.audit().derive("a"));
    }

    #[test]
    fn only_an_older_key_can_go() {
        let ring = Keyring::generate().unwrap().rotate().unwrap();
        assert!(matches!(
            ring.clone().retire(2),
            Err(KeyringError::Newest(2))
        ));
        assert!(matches!(
            ring.clone().retire(3),
            Err(KeyringError::NoSuchKey(3))
        ));
        let rest = ring.clone().retire(1).unwrap();
        assert!(rest.get(1).is_none());
        assert_eq!(*rest.newest().1.derive("x"), *ring.newest().1.derive("x"));
        // A number that was retired never comes back under another key.
        assert_eq!(rest.rotate().unwrap().newest().0, 3);
    }

    #[test]
    fn purposes_do_not_share_a_key() {
        let ring = Keyring::generate().unwrap();
        assert_ne!(
            *ring.newest().1.derive("seal"),
            *ring.newest().1.derive("mail")
        );
        assert!(format!("{ring:?}").contains("Key(…)"));
    }

    #[test]
    fn a_broken_file_is_named_and_not_quoted() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys");
        for text in [
            "",
            "audit = 'c2VjcmV0'",
            "audit = 'c2VjcmV0'\n[keys]\n1 = 'c2VjcmV0'",
        ] {
            std::fs::write(&path, text).unwrap();
            let error = Keyring::read(&path).unwrap_err().to_string();
            assert!(
                error.contains("keys") && !error.contains("c2VjcmV0"),
                "{error}"
            );
        }
    }
}
