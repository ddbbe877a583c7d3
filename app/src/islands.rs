//! What moves on a page. Each island renders useful HTML on the server and adds to it in the
//! browser: without scripts a form still works, and a control that cannot work stays hidden.
//! Texts come as props, so the browser carries no language; ids tie an island to its page.
//! Islands touch the document only in event handlers and effects, never while rendering.

mod code_input;
mod copy_button;
mod menu_button;
mod name_hint;
mod password_reveal;
mod reach;

pub use code_input::CodeInput;
pub use copy_button::CopyButton;
pub use menu_button::MenuButton;
pub use name_hint::NameHint;
pub use password_reveal::PasswordReveal;
