//! Everything a browser may receive: pages, texts, islands.
//!
//! Pages are server components: pure functions of a [`view`] and a [`view::Frame`]. What moves is
//! an island. The browser half links `islands`, `enhance` and the parsers of `domain`, nothing else.

#[cfg(all(feature = "ssr", feature = "hydrate"))]
compile_error!("build `app` either for the server (ssr) or for the browser (hydrate)");

pub mod islands;

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod text;
#[cfg(feature = "ssr")]
pub mod view;

#[cfg(feature = "hydrate")]
pub mod enhance;
