//! Writes every page in every language to a directory, to be looked at as a picture:
//! `cargo run -p app --example preview --features ssr -- DIRECTORY [STYLESHEET …]`.

use std::sync::Arc;
use std::{env, fs, io, path::PathBuf};

use app::view::{Asset, Assets};
use domain::Language;

mod samples;

fn main() -> io::Result<()> {
    let mut arguments = env::args_os().skip(1);
    let Some(directory) = arguments.next().map(PathBuf::from) else {
        return Err(io::Error::other("usage: preview DIRECTORY [STYLESHEET …]"));
    };
    let styles = arguments
        .map(|path| {
            Ok(Asset {
                href: format!("file://{}", fs::canonicalize(path)?.display()),
                integrity: String::new(),
            })
        })
        .collect::<io::Result<_>>()?;
    let assets = Arc::new(Assets {
        styles,
        ..Assets::default()
    });
    fs::create_dir_all(&directory)?;
    let mut count = 0;
    for language in Language::ALL {
        for sample in samples::all(language, "Ready Example", &assets) {
            fs::write(
                directory.join(format!("{}.{}.html", sample.name, language.tag())),
                sample.html,
            )?;
            count += 1;
        }
    }
    println!("{count} pages in {}", directory.display());
    Ok(())
}
