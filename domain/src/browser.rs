//! What a browser calls itself, in the two words by which a person knows it again: "Firefox on Windows".
//! Read from a header that anybody can write, so it only ever labels a row and decides nothing. Both words
//! come from a closed list: no text of a stranger reaches a page or the database.

/// A browser as its owner would call it. Either half may be unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Browser {
    /// Which program.
    pub program: Option<Program>,
    /// On what it runs.
    pub system: Option<System>,
}

/// A program to read pages with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum Program {
    Edge,
    Opera,
    Samsung,
    Vivaldi,
    Firefox,
    Chrome,
    Safari,
}

/// What a program runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum System {
    Windows,
    Android,
    IPhone,
    IPad,
    ChromeOs,
    MacOs,
    Linux,
}

impl Program {
    /// In the order in which they are looked for: most call themselves by the names of others too.
    pub const ALL: [Self; 7] = [
        Self::Edge,
        Self::Opera,
        Self::Samsung,
        Self::Vivaldi,
        Self::Firefox,
        Self::Chrome,
        Self::Safari,
    ];

    /// The word in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Edge => "edge",
            Self::Opera => "opera",
            Self::Samsung => "samsung",
            Self::Vivaldi => "vivaldi",
            Self::Firefox => "firefox",
            Self::Chrome => "chrome",
            Self::Safari => "safari",
        }
    }

    /// The program of a word in the database.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// The name that people know, in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edge => "Edge",
            Self::Opera => "Opera",
            Self::Samsung => "Samsung Internet",
            Self::Vivaldi => "Vivaldi",
            Self::Firefox => "Firefox",
            Self::Chrome => "Chrome",
            Self::Safari => "Safari",
        }
    }

    const fn marks(self) -> &'static [&'static str] {
        match self {
            Self::Edge => &["Edg/", "EdgA/", "EdgiOS/", "Edge/"],
            Self::Opera => &["OPR/", "OPT/", "OPiOS/", "Opera/"],
            Self::Samsung => &["SamsungBrowser/"],
            Self::Vivaldi => &["Vivaldi/"],
            Self::Firefox => &["Firefox/", "FxiOS/"],
            Self::Chrome => &["Chrome/", "CriOS/", "Chromium/"],
            Self::Safari => &["Safari/"],
        }
    }
}

impl System {
    /// In the order in which they are looked for: Android says Linux, an iPhone says Mac OS.
    pub const ALL: [Self; 7] = [
        Self::Windows,
        Self::Android,
        Self::IPhone,
        Self::IPad,
        Self::ChromeOs,
        Self::MacOs,
        Self::Linux,
    ];

    /// The word in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Windows => "windows",
            Self::Android => "android",
            Self::IPhone => "iphone",
            Self::IPad => "ipad",
            Self::ChromeOs => "chromeos",
            Self::MacOs => "macos",
            Self::Linux => "linux",
        }
    }

    /// The system of a word in the database.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// The name that people know, in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Windows => "Windows",
            Self::Android => "Android",
            Self::IPhone => "iPhone",
            Self::IPad => "iPad",
            Self::ChromeOs => "ChromeOS",
            Self::MacOs => "macOS",
            Self::Linux => "Linux",
        }
    }

    const fn marks(self) -> &'static [&'static str] {
        match self {
            Self::Windows => &["Windows"],
            Self::Android => &["Android"],
            Self::IPhone => &["iPhone", "iPod"],
            Self::IPad => &["iPad"],
            Self::ChromeOs => &["CrOS"],
            Self::MacOs => &["Macintosh", "Mac OS X"],
            Self::Linux => &["Linux", "X11"],
        }
    }
}

impl Browser {
    /// Reads a `User-Agent` header. What is not on the lists is unknown, and so is everything in a header
    /// that is empty or nonsense.
    pub fn of(user_agent: &str) -> Self {
        let says = |marks: &[&str]| marks.iter().any(|mark| user_agent.contains(mark));
        Self {
            program: Program::ALL.into_iter().find(|p| says(p.marks())),
            system: System::ALL.into_iter().find(|s| says(s.marks())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the browsers themselves sent it.
    const SENT: [(&str, &str, &str); 13] = [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
            "Firefox",
            "Windows",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            "Edge",
            "Windows",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
            "Chrome",
            "Linux",
        ),
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
            "Chrome",
            "ChromeOS",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
            "Safari",
            "macOS",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
            "Safari",
            "iPhone",
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0.7444.77 Mobile/15E148 Safari/604.1",
            "Chrome",
            "iPad",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/145.0 Mobile/15E148 Safari/605.1.15",
            "Firefox",
            "iPhone",
        ),
        (
            "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0",
            "Firefox",
            "Android",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
            "Samsung Internet",
            "Android",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 OPR/126.0.0.0",
            "Opera",
            "Linux",
        ),
        ("curl/8.5.0", "", ""),
        ("", "", ""),
    ];

    #[test]
    fn people_know_their_browsers_again() {
        for (sent, program, system) in SENT {
            let browser = Browser::of(sent);
            assert_eq!(
                (
                    browser.program.map_or("", Program::name),
                    browser.system.map_or("", System::name)
                ),
                (program, system),
                "{sent}"
            );
        }
    }

    #[test]
    fn nonsense_is_nobody_in_particular() {
        for nonsense in [
            "<script>alert(1)</script>",
            "FIREFOX",
            "\u{202e}\u{0}",
            "Firefox",
            &"x".repeat(100_000),
        ] {
            assert_eq!(Browser::of(nonsense), Browser::default(), "{nonsense:.20}");
        }
    }

    #[test]
    fn a_word_is_read_as_it_was_written() {
        for one in Program::ALL {
            assert_eq!(Program::from_key(one.key()), Some(one));
        }
        for one in System::ALL {
            assert_eq!(System::from_key(one.key()), Some(one));
        }
        assert_eq!(Program::from_key(""), None);
        assert_eq!(System::from_key("Windows"), None);
    }
}
