//! What moves on a page. Each component here renders useful HTML on the server, with its island
//! behind it: without scripts a form still works, and a control that cannot work stays hidden.
//! Texts and targets stand as data attributes in that HTML, so the browser carries no language and
//! no parser for props. Islands touch the document only when they come to life and in handlers,
//! never while rendering.

mod code_input;
mod copy_button;
mod follow_phone;
mod menu_button;
mod name_hint;
mod password_reveal;
mod reach;

pub use code_input::CodeInput;
pub use copy_button::CopyButton;
pub use follow_phone::{FollowPhone, OUT_OF_DATE};
pub use menu_button::MenuButton;
pub use name_hint::NameHint;
pub use password_reveal::PasswordReveal;
