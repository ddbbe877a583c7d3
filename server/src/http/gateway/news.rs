//! What keys may have been pressed, whoever tells it.

/// More keys than anybody needs: two digits and the pound key, and some mistakes.
const MOST_KEYS: usize = 16;

/// The keys up to the first pound key, at most sixteen. Whatever is not a key ends them, so that nothing
/// but `0` to `9`, `*` and `#` goes further.
pub fn keys(pressed: &str) -> String {
    let mut keys = String::new();
    for key in pressed.chars().take(MOST_KEYS) {
        if !matches!(key, '0'..='9' | '*' | '#') {
            break;
        }
        keys.push(key);
        if key == '#' {
            break;
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_end_at_the_pound_key() {
        for (pressed, kept) in [
            ("", ""),
            ("#", "#"),
            ("0#", "0#"),
            ("42#", "42#"),
            ("##", "#"),
            ("42#0#", "42#"),
            ("4", "4"),
            ("*1#", "*1#"),
            ("4w2#", "4"),
            ("４２#", ""),
            (" 42#", ""),
        ] {
            assert_eq!(keys(pressed), kept, "{pressed}");
        }
        assert_eq!(keys(&"7".repeat(10_000)), "7".repeat(16));
    }
}
