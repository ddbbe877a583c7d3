//! Slow hashes of account passwords: Argon2id with salt, and a pepper from the key ring (A.1). As many
//! run at once as there are cores, a bounded number waits, the rest is told to come back: memory is
//! bounded by cores times the memory of one hash, whatever is thrown at the sign-in page.

mod threads;

use std::sync::Arc;

use argon2::password_hash::phc::{Output, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Params, Version};
use async_trait::async_trait;
use domain::service::ports::{Busy, Hasher, Random as _};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::clock::System;
use crate::keyring::Keyring;
use threads::Threads;

/// The hasher.
pub struct Passwords {
    inner: Arc<Inner>,
    threads: Threads,
}

struct Inner {
    peppers: Vec<(i32, Zeroizing<[u8; 32]>)>,
    params: Params,
    dummy: String,
}

/// Why there is no hasher.
#[derive(Debug, thiserror::Error)]
pub enum NoHasher {
    /// The parameters are out of what Argon2 allows.
    #[error("memory or iterations are out of Argon2's bounds")]
    Parameters,
    /// There is nowhere to compute.
    #[error("no threads for slow hashes: {0}")]
    Threads(#[from] std::io::Error),
}

/// Bytes of a hash.
const OUTPUT: usize = 32;

impl Passwords {
    /// `cores` hashes at once, `queue` waiting.
    ///
    /// # Errors
    /// Parameters that Argon2 refuses, or no threads.
    pub fn new(
        ring: &Keyring,
        memory_kib: u32,
        iterations: u32,
        cores: usize,
        queue: usize,
    ) -> Result<Self, NoHasher> {
        let params = Params::new(memory_kib, iterations, 1, Some(OUTPUT))
            .map_err(|_| NoHasher::Parameters)?;
        let mut inner = Inner {
            peppers: ring
                .all()
                .map(|(kid, key)| (kid, key.derive("pepper")))
                .collect(),
            params,
            dummy: String::new(),
        };
        // The hash of a value that nobody can type, with the present parameters, so that an unknown
        // user costs what a known one costs. Its digest need not be computed to be compared with.
        let salt = inner.salt().ok_or(NoHasher::Parameters)?;
        inner.dummy = inner
            .text(&salt, &[0; OUTPUT])
            .ok_or(NoHasher::Parameters)?;
        let threads = Threads::start(cores, queue)?;
        let inner = Arc::new(inner);
        Ok(Self { inner, threads })
    }

    /// Runs slow work when it is its turn.
    async fn turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let inner = Arc::clone(&self.inner);
        self.threads.run(move || work(&inner)).await.ok_or(Busy)
    }
}

impl Inner {
    fn salt(&self) -> Option<Salt> {
        let mut bytes = [0; 16];
        System.fill(&mut bytes);
        Salt::new(&bytes).ok()
    }

    fn newest(&self) -> i32 {
        self.peppers.first().map_or(0, |(kid, _)| *kid)
    }

    fn digest(
        &self,
        password: &str,
        kid: i32,
        params: &Params,
        salt: &[u8],
    ) -> Option<[u8; OUTPUT]> {
        let (_, pepper) = self.peppers.iter().find(|(k, _)| *k == kid)?;
        let argon = Argon2::new_with_secret(
            pepper.as_slice(),
            Algorithm::Argon2id,
            Version::V0x13,
            params.clone(),
        )
        .ok()?;
        let mut out = [0; OUTPUT];
        argon
            .hash_password_into(password.as_bytes(), salt, &mut out)
            .ok()?;
        Some(out)
    }

    /// The stored form: the number of the pepper's key, a colon, and a PHC string.
    fn text(&self, salt: &Salt, digest: &[u8; OUTPUT]) -> Option<String> {
        let phc = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: (&self.params).try_into().ok()?,
            salt: Some(*salt),
            hash: Some(Output::new(digest).ok()?),
        };
        Some(format!("{}:{phc}", self.newest()))
    }

    fn hash(&self, password: &str) -> Option<String> {
        let salt = self.salt()?;
        let digest = self.digest(password, self.newest(), &self.params, salt.as_ref())?;
        self.text(&salt, &digest)
    }

    /// Right or wrong, and whether the stored form is old.
    fn verify(&self, password: &str, stored: &str) -> Option<(bool, bool)> {
        let (kid, phc) = stored.split_once(':')?;
        let kid: i32 = kid.parse().ok()?;
        let phc = PasswordHash::new(phc).ok()?;
        let params = Params::try_from(&phc).ok()?;
        let (salt, hash) = (phc.salt?, phc.hash?);
        let digest = self.digest(password, kid, &params, salt.as_ref())?;
        let right = digest.as_slice().ct_eq(hash.as_ref()).into();
        let old = kid != self.newest()
            || params.m_cost() != self.params.m_cost()
            || params.t_cost() != self.params.t_cost();
        Some((right, old))
    }
}

#[async_trait]
impl Hasher for Passwords {
    async fn hash(&self, password: Zeroizing<String>) -> Result<String, Busy> {
        self.turn(move |inner| inner.hash(&password))
            .await?
            .ok_or(Busy)
    }

    async fn verify(
        &self,
        password: Zeroizing<String>,
        phc: Option<String>,
    ) -> Result<(bool, bool), Busy> {
        let known = phc.as_ref().is_some_and(|stored| !stored.is_empty());
        self.turn(move |inner| {
            let stored = phc
                .filter(|stored| !stored.is_empty())
                .unwrap_or_else(|| inner.dummy.clone());
            let (right, old) = inner.verify(&password, &stored).unwrap_or((false, false));
            (known && right, known && right && old)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hasher(ring: &Keyring, memory: u32) -> Passwords {
        Passwords::new(ring, memory, 2, 1, 2).unwrap()
    }

    fn text(s: &str) -> Zeroizing<String> {
        Zeroizing::new(s.to_owned())
    }

    #[tokio::test]
    async fn right_wrong_and_unknown() {
        let ring = Keyring::generate().unwrap();
        let h = hasher(&ring, 19_456);
        let stored = h.hash(text("correct horse")).await.unwrap();
        assert!(
            stored.starts_with("1:$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        assert_eq!(
            h.verify(text("correct horse"), Some(stored.clone())).await,
            Ok((true, false))
        );
        assert_eq!(
            h.verify(text("correct horsf"), Some(stored.clone())).await,
            Ok((false, false))
        );
        assert_eq!(
            h.verify(text("correct horse"), None).await,
            Ok((false, false))
        );
        assert_eq!(
            h.verify(text("x"), Some("garbage".into())).await,
            Ok((false, false))
        );
        let other = hasher(&Keyring::generate().unwrap(), 19_456);
        assert_eq!(
            other.verify(text("correct horse"), Some(stored)).await,
            Ok((false, false)),
            "the pepper counts"
        );
    }

    #[tokio::test]
    async fn old_parameters_and_old_keys_are_reported() {
        let ring = Keyring::generate().unwrap();
        let stored = hasher(&ring, 19_456).hash(text("pw")).await.unwrap();
        assert_eq!(
            hasher(&ring, 20_000)
                .verify(text("pw"), Some(stored.clone()))
                .await,
            Ok((true, true))
        );
        let rotated = ring.rotate().unwrap();
        assert_eq!(
            hasher(&rotated, 19_456)
                .verify(text("pw"), Some(stored))
                .await,
            Ok((true, true))
        );
    }

    #[tokio::test]
    async fn a_full_queue_says_so_at_once() {
        let h = hasher(&Keyring::generate().unwrap(), 19_456);
        let all = futures_join(h, 20).await;
        assert!(all.iter().any(Result::is_err) && all.iter().any(Result::is_ok));
    }

    async fn futures_join(h: Passwords, n: usize) -> Vec<Result<(bool, bool), Busy>> {
        let shared = Arc::new(h);
        let mut set = tokio::task::JoinSet::new();
        for _ in 0..n {
            let h = Arc::clone(&shared);
            set.spawn(async move { h.verify(text("x"), None).await });
        }
        set.join_all().await
    }
}
