//! Makes the built browser half ready to be served: `pack DIST`.
//!
//! Takes the names of functions out of the module (a third of its bytes, and nobody's business),
//! writes a brotli and a gzip form beside every text and module, and prints what a first visit
//! costs. Fails when the module has outgrown its limit, so that nobody finds out on a slow line.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context as _, bail};
use flate2::{Compression, write::GzEncoder};

/// P-1: the most bytes that the module may have as brotli.
const MODULE_LIMIT: usize = 90_000;
/// What is worth compressing.
const KINDS: [&str; 6] = ["css", "js", "svg", "txt", "wasm", "webmanifest"];

fn main() -> ExitCode {
    let Some(dist) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: pack DIST");
        return ExitCode::from(2);
    };
    match pack(&dist) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pack: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn pack(dist: &Path) -> anyhow::Result<()> {
    let mut total = 0;
    let mut module = None;
    println!("{:>10} {:>10} {:>10}  file", "plain", "gzip", "brotli");
    for path in files(dist)? {
        let mut bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        let is_module = path.extension() == Some(OsStr::new("wasm"));
        if is_module {
            bytes = without_names(&bytes)
                .with_context(|| format!("{} is no module", path.display()))?;
            fs::write(&path, &bytes)?;
        }
        let (gzip, brotli) = (gzip(&bytes)?, brotli(&bytes)?);
        fs::write(beside(&path, "gz"), &gzip)?;
        fs::write(beside(&path, "br"), &brotli)?;
        let name = path.strip_prefix(dist).unwrap_or(&path).display();
        println!(
            "{:>10} {:>10} {:>10}  {name}",
            bytes.len(),
            gzip.len(),
            brotli.len()
        );
        total += brotli.len();
        if is_module {
            module = Some(brotli.len());
        }
    }
    println!("{:>10} {:>10} {total:>10}  together", "", "");
    match module {
        None => bail!(
            "no module in {}: run `trunk build --release` first",
            dist.display()
        ),
        Some(size) if size > MODULE_LIMIT => {
            bail!("the module has {size} bytes as brotli, {MODULE_LIMIT} is the limit")
        }
        Some(_) => Ok(()),
    }
}

/// The files worth compressing, in order of their names.
fn files(dist: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for directory in [dist.join("pkg"), dist.join("public")] {
        for entry in fs::read_dir(&directory).with_context(|| directory.display().to_string())? {
            let path = entry?.path();
            if path
                .extension()
                .and_then(OsStr::to_str)
                .is_some_and(|ending| KINDS.contains(&ending))
            {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn gzip(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn brotli(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 22);
    encoder.write_all(bytes)?;
    drop(encoder);
    Ok(out)
}

/// A module without its custom sections (names, producers): `None` when it is no module.
fn without_names(module: &[u8]) -> Option<Vec<u8>> {
    const HEADER: &[u8] = b"\0asm\x01\0\0\0";
    let mut rest = module.strip_prefix(HEADER)?;
    let mut out = HEADER.to_vec();
    while let Some((&kind, behind)) = rest.split_first() {
        let (size, body) = number(behind)?;
        let (_, next) = body.split_at_checked(size)?;
        let (section, _) = rest.split_at_checked(rest.len() - next.len())?;
        if kind != 0 {
            out.extend_from_slice(section);
        }
        rest = next;
    }
    Some(out)
}

/// An unsigned LEB128 number and what follows it.
fn number(mut bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0_usize;
    for shift in (0..35).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        bytes = rest;
        value |= usize::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some((value, bytes));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A type section, a custom section of 200 bytes, a code section.
    fn module() -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0".to_vec();
        module.extend_from_slice(&[0, 0xc8, 0x01]);
        module.extend_from_slice(&[b'x'; 200]);
        module.extend_from_slice(b"\x0a\x01\0");
        module
    }

    #[test]
    fn names_go_and_the_rest_stays() {
        let packed = without_names(&module()).unwrap();
        assert_eq!(packed, b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x0a\x01\0");
        assert_eq!(
            without_names(&packed).unwrap(),
            packed,
            "twice changes nothing"
        );
    }

    #[test]
    fn what_is_no_module_is_refused() {
        let cut = module().len() - 1;
        for bytes in [
            &b""[..],
            b"<html>",
            &module()[..cut],
            b"\0asm\x01\0\0\0\x01",
            b"\0asm\x01\0\0\0\x01\xff\xff\xff\xff\xff",
        ] {
            assert_eq!(without_names(bytes), None);
        }
    }

    #[test]
    fn a_module_over_the_limit_fails_and_one_below_is_packed() {
        let dist = tempfile::tempdir().unwrap();
        for directory in ["pkg", "public"] {
            fs::create_dir(dist.path().join(directory)).unwrap();
        }
        assert!(
            pack(dist.path())
                .unwrap_err()
                .to_string()
                .contains("no module")
        );
        let path = dist.path().join("pkg/hydrate.wasm");
        fs::write(&path, module()).unwrap();
        pack(dist.path()).unwrap();
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(
            &mut &fs::read(beside(&path, "br")).unwrap()[..],
            &mut unpacked,
        )
        .unwrap();
        assert_eq!(unpacked, without_names(&module()).unwrap());

        let noise =
            (0_u32..200_000).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[(n % 3) as usize]);
        let mut big = b"\0asm\x01\0\0\0\x0a\xc0\x9a\x0c".to_vec();
        big.extend(noise);
        fs::write(&path, big).unwrap();
        assert!(
            pack(dist.path())
                .unwrap_err()
                .to_string()
                .contains("is the limit")
        );
    }
}
