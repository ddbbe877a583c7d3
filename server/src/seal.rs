//! Secrets at rest and keyed digests (A.2, A.3): XChaCha20-Poly1305 with the place of the secret as
//! associated data, HMAC-SHA-256 for everything that is only ever compared.

use std::collections::BTreeMap;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::Id;
use domain::audit::{Head, Row};
use domain::service::ports::{Chain, Random as _, Sealer, key_of};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::clock::System;
use crate::keyring::Keyring;

/// First byte of every sealed value.
const VERSION: u8 = 1;
const NONCE: usize = 24;
const HEADER: usize = 1 + 4 + NONCE;

/// The place of a canary: a known text by which a database recognises a key.
const CANARY: [&[u8]; 1] = [b"canary"];
const CANARY_TEXT: &[u8] = b"proofup";

/// HMAC-SHA-256 over parts, each with its length in front.
fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let Ok(mut mac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key) else {
        return [0; 32]; // any key length is accepted
    };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// The keys of one number, derived once.
struct Derived {
    seal: Zeroizing<[u8; 32]>,
    mail: Zeroizing<[u8; 32]>,
}

/// The key ring at work.
pub struct Seal {
    keys: BTreeMap<i32, Derived>,
    newest: i32,
    digest: Zeroizing<[u8; 32]>,
    audit: Zeroizing<[u8; 32]>,
}

impl Seal {
    /// Derives the sub-keys.
    pub fn new(ring: &Keyring) -> Self {
        let keys = ring.all().map(|(kid, key)| {
            (
                kid,
                Derived {
                    seal: key.derive("seal"),
                    mail: key.derive("app-password"),
                },
            )
        });
        Self {
            keys: keys.collect(),
            newest: ring.newest().0,
            digest: ring.newest().1.derive("digest"),
            audit: ring.audit().derive("audit"),
        }
    }

    fn cipher(&self, kid: i32) -> Option<XChaCha20Poly1305> {
        XChaCha20Poly1305::new_from_slice(self.keys.get(&kid)?.seal.as_slice()).ok()
    }

    fn unseal(&self, context: &[&[u8]], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (header, body) = sealed.split_at_checked(HEADER)?;
        if header.first() != Some(&VERSION) {
            return None;
        }
        let kid = key_of(header)?;
        let nonce: [u8; NONCE] = header.last_chunk().copied()?;
        let aad = place(kid, context);
        let plain = self
            .cipher(kid)?
            .decrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: body,
                    aad: &aad,
                },
            )
            .ok()?;
        Some(Zeroizing::new(plain))
    }

    fn seal_under(&self, kid: i32, context: &[&[u8]], plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        System.fill(&mut nonce);
        let aad = place(kid, context);
        let sealed = self.cipher(kid).and_then(|cipher| {
            cipher
                .encrypt(
                    &XNonce::from(nonce),
                    Payload {
                        msg: plain,
                        aad: &aad,
                    },
                )
                .ok()
        });
        let mut out = Vec::with_capacity(HEADER + plain.len() + 16);
        out.push(VERSION);
        out.extend_from_slice(&kid.to_be_bytes());
        out.extend_from_slice(&nonce);
        // Encryption fails only beyond 256 GB; then nothing is stored that could be opened.
        out.extend(sealed.unwrap_or_default());
        out
    }

    /// The numbers of the ring's keys.
    pub fn numbers(&self) -> impl Iterator<Item = i32> {
        self.keys.keys().copied()
    }

    /// A canary for the key of this number.
    pub fn canary(&self, kid: i32) -> Vec<u8> {
        self.seal_under(kid, &CANARY, CANARY_TEXT)
    }

    /// Whether the ring's key of this number sealed this canary; `None` without such a key.
    pub fn proves(&self, kid: i32, canary: &[u8]) -> Option<bool> {
        self.keys.get(&kid)?;
        let opened = self.unseal(&CANARY, canary);
        let same = opened.as_deref().map(Vec::as_slice) == Some(CANARY_TEXT);
        Some(same && key_of(canary) == Some(kid))
    }
}

/// What the associated data is made of: the key number and every part of the place.
fn place(kid: i32, context: &[&[u8]]) -> Vec<u8> {
    let mut bytes = kid.to_be_bytes().to_vec();
    for part in context {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

impl Sealer for Seal {
    fn seal(&self, context: &[&[u8]], plain: &[u8]) -> Vec<u8> {
        self.seal_under(self.newest, context, plain)
    }

    fn newest(&self) -> i32 {
        self.newest
    }

    fn open(&self, context: &[&[u8]], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let plain = self.unseal(context, sealed);
        if plain.is_none() {
            // The method behind it is unusable from now on, and somebody should ask why.
            let place = context.first().copied().unwrap_or_default();
            let place = String::from_utf8_lossy(place);
            tracing::error!(%place, "a sealed value does not open: it was changed, moved, or sealed with another key ring");
        }
        plain
    }

    fn mail_digest(&self, user: Id, normalised: &str) -> (i32, [u8; 32]) {
        let key = self.keys.get(&self.newest);
        (
            self.newest,
            key.map_or([0; 32], |k| {
                mac(&k.mail, &[b"apw1", &user.0, normalised.as_bytes()])
            }),
        )
    }

    fn mail_digests(&self, user: Id, normalised: &str) -> Vec<(i32, [u8; 32])> {
        let parts: [&[u8]; 3] = [b"apw1", &user.0, normalised.as_bytes()];
        self.keys
            .iter()
            .rev()
            .map(|(kid, key)| (*kid, mac(&key.mail, &parts)))
            .collect()
    }

    fn digest(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut all = vec![purpose.as_bytes()];
        all.extend_from_slice(parts);
        mac(&self.digest, &all)
    }
}

impl Chain for Seal {
    fn link(&self, previous: &[u8; 32], row: &Row) -> [u8; 32] {
        mac(&self.audit, &[previous, &row.canonical()])
    }

    // The first part of a link is 32 bytes long, and each part has its length in front.
    fn checkpoint(&self, last: &Head) -> [u8; 32] {
        mac(
            &self.audit,
            &[b"checkpoint", &last.seq.to_be_bytes(), &last.mac],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal() -> Seal {
        Seal::new(&Keyring::generate().unwrap())
    }

    #[test]
    fn opens_only_in_its_place() {
        let s = seal();
        let sealed = s.seal(&[b"apps.secret", b"u1", b"a1"], b"key");
        assert_eq!(
            s.open(&[b"apps.secret", b"u1", b"a1"], &sealed)
                .unwrap()
                .as_slice(),
            b"key"
        );
        for wrong in [
            [b"apps.secret".as_slice(), b"u2", b"a1"],
            [b"apps.secret", b"u1a", b"1"],
            [b"phones.number", b"u1", b"a1"],
        ] {
            assert!(s.open(&wrong, &sealed).is_none());
        }
        assert!(
            seal()
                .open(&[b"apps.secret", b"u1", b"a1"], &sealed)
                .is_none(),
            "another ring"
        );
    }

    #[test]
    fn any_flipped_bit_and_any_cut_is_noticed() {
        let s = seal();
        let sealed = s.seal(&[b"x"], b"secret");
        for i in 0..sealed.len() {
            let mut broken = sealed.clone();
            broken[i] ^= 1;
            assert!(s.open(&[b"x"], &broken).is_none(), "byte {i}");
            assert!(s.open(&[b"x"], &sealed[..i]).is_none(), "cut at {i}");
        }
    }

    #[test]
    fn an_old_key_still_opens_after_a_rotation() {
        let ring = Keyring::generate().unwrap();
        let old = Seal::new(&ring);
        let sealed = old.seal(&[b"x"], b"secret");
        let (kid, digest) = old.mail_digest(Id([1; 16]), "abcdefghijklmnop");
        let new = Seal::new(&ring.rotate().unwrap());
        assert_eq!(new.open(&[b"x"], &sealed).unwrap().as_slice(), b"secret");
        assert!(
            new.mail_digests(Id([1; 16]), "abcdefghijklmnop")
                .contains(&(kid, digest))
        );
        assert_eq!(new.mail_digest(Id([1; 16]), "abcdefghijklmnop").0, 2);
    }

    #[test]
    fn a_canary_proves_its_key_and_no_other() {
        let ring = Keyring::generate().unwrap().rotate().unwrap();
        let s = Seal::new(&ring);
        assert_eq!(s.numbers().collect::<Vec<_>>(), [1, 2]);
        let canary = s.canary(1);
        assert_eq!(key_of(&canary), Some(1));
        assert_eq!(s.proves(1, &canary), Some(true));
        assert_eq!(s.proves(2, &canary), Some(false), "the canary of key 1");
        assert_eq!(seal().proves(1, &canary), Some(false), "another key 1");
        assert_eq!(seal().proves(2, &s.canary(2)), None, "no such key");
    }

    #[test]
    fn digests_depend_on_the_person_and_the_purpose() {
        let s = seal();
        assert_ne!(
            s.mail_digest(Id([1; 16]), "a").1,
            s.mail_digest(Id([2; 16]), "a").1
        );
        assert_ne!(s.digest("a", &[b"x"]), s.digest("b", &[b"x"]));
        assert_ne!(s.digest("a", &[b"xy", b"z"]), s.digest("a", &[b"x", b"yz"]));
    }

    /// RFC 4231, test case 2, through the same primitive without our length prefix.
    #[test]
    fn the_primitive_is_hmac_sha_256() {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(b"Jefe").unwrap();
        mac.update(b"what do ya want for nothing?");
        let digest = data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes());
        assert_eq!(
            digest,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
