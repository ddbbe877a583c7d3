//! Every reason why a wish is refused, with a stable code. The sentences live in `app::text`,
//! one set per language; a refusal carries numbers only, so nothing typed is ever echoed.

use serde::{Deserialize, Serialize};

/// Why the portal said no. A person can act on each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    // Sign-in. One answer for an unknown user, a wrong password and a switched-off account.
    /// User name or password is not right, or the wait is not over (ASVS 6.3.8).
    #[error("wrong_credentials")]
    WrongCredentials,
    /// Too many attempts from this address; try again after so many seconds.
    #[error("slow_down")]
    SlowDown {
        /// Seconds to wait.
        seconds: u32,
    },
    /// Too many sign-ins at once.
    #[error("busy")]
    Busy,
    /// The sign-in took too long or was used already; start again.
    #[error("sign_in_again")]
    SignInAgain,
    /// The password typed for a step-up or a password change is wrong.
    #[error("wrong_password")]
    WrongPassword,

    /// The set-up of two-step verification cannot be put off, or no longer (flows, section 4).
    #[error("set_up_now")]
    SetUpNow,

    // Codes.
    /// The box is empty.
    #[error("required")]
    Required,
    /// A code has six digits.
    #[error("code_form")]
    CodeForm,
    /// Not the code that the app shows now.
    #[error("wrong_code")]
    WrongCode,
    /// The code was used before (RFC 6238, section 5.2).
    #[error("code_used")]
    CodeUsed,
    /// The set-up ran out (ten minutes) or was replaced; start it again.
    #[error("setup_expired")]
    SetupExpired,
    /// This method is switched off after one hundred wrong codes; the helpdesk helps.
    #[error("method_locked")]
    MethodLocked,

    // Names.
    /// Longer than so many characters.
    #[error("too_long")]
    TooLong {
        /// The most characters allowed.
        max: u32,
    },
    /// A control or direction-changing character is in it.
    #[error("bad_characters")]
    BadCharacters,
    /// The person has one of this name already, upper or lower case counting the same.
    #[error("name_taken")]
    NameTaken,

    // Choices.
    /// The value is not one of the choices.
    #[error("not_a_choice")]
    NotAChoice,
    /// The organisation has not switched this method on (F-012).
    #[error("method_not_allowed")]
    MethodNotAllowed,
    /// The person has not set this method up.
    #[error("method_not_set_up")]
    MethodNotSetUp,
    /// Five authenticator apps are the most (F-037).
    #[error("too_many_apps")]
    TooManyApps {
        /// The most apps a person may have.
        max: u32,
    },
    /// The last method cannot go while two-step verification is required (F-073).
    #[error("last_method")]
    LastMethod,

    // App passwords.
    /// The organisation does not let people create app passwords (F-097).
    #[error("app_passwords_off")]
    AppPasswordsOff,
    /// App passwords are for people who use two-step verification (F-098).
    #[error("app_passwords_need_two_step")]
    AppPasswordsNeedTwoStep,
    /// The limit is reached; one must be deleted first (F-090).
    #[error("app_password_limit")]
    AppPasswordLimit {
        /// The most app passwords a person may have.
        max: u32,
    },

    // Numbers.
    /// Not a telephone number of the chosen country or region.
    #[error("phone_number")]
    PhoneNumber,
    /// Not a telephone number in international form.
    #[error("international_number")]
    InternationalNumber,
    /// Not a country or region of the list.
    #[error("country")]
    Country,

    /// The organisation does not send to this country or region (A.5).
    #[error("phone_country")]
    PhoneCountry,
    /// A number that costs more than a call: premium rate, shared cost, satellite, pager (A.5).
    #[error("phone_kind")]
    PhoneKind,
    /// A number that cannot receive texts.
    #[error("phone_no_texts")]
    PhoneNoTexts,
    /// Extensions belong to the office phone.
    #[error("phone_extension")]
    PhoneExtension,
    /// An extension has at most ten digits and nothing else.
    #[error("extension_form")]
    ExtensionForm,
    /// The directory has no office phone of this person; the administrator can add it (F-058).
    #[error("no_office_phone")]
    NoOfficePhone,
    /// A first telephone or another method must be there before an alternate one (F-064).
    #[error("no_first_phone")]
    NoFirstPhone,

    // Texts and calls.
    /// The next text or call can be asked for after so many seconds (F-052).
    #[error("phone_later")]
    PhoneLater {
        /// Seconds to wait.
        seconds: u32,
    },
    /// Two calls are the most for one sign-in; another method works, or a new sign-in (A.5).
    #[error("calls_used")]
    CallsUsed,
    /// So many texts and calls to this country that something may be wrong; another method works (A.5).
    #[error("phone_paused")]
    PhonePaused,
    /// The code or call ran out, was replaced or had too many wrong answers; ask for a new one.
    #[error("phone_over")]
    PhoneOver,
    /// The call has not been answered with the pound key yet.
    #[error("phone_waiting")]
    PhoneWaiting,

    // Account passwords.
    /// Shorter than so many characters.
    #[error("password_short")]
    PasswordShort {
        /// The fewest characters allowed.
        min: u32,
    },
    /// Too easy to guess, common, or made of the person's or the organisation's name.
    #[error("password_weak")]
    PasswordWeak,
    /// The two new passwords differ.
    #[error("passwords_differ")]
    PasswordsDiffer,
    /// The new password is the old one.
    #[error("password_same")]
    PasswordSame,

    // The helpdesk.
    /// Signing in is blocked for this account; the helpdesk can say why (F-151).
    #[error("blocked")]
    Blocked,
    /// Not the Temporary Access Pass that was issued, or it is used up or has run out (F-153).
    #[error("wrong_pass")]
    WrongPass,
    /// Nobody asks this person for a second step, so there is nothing that a pass could stand in for.
    #[error("pass_not_needed")]
    PassNotNeeded,
    /// The temporary password was right, and its time is over; the helpdesk gives another (F-150).
    #[error("password_over")]
    PasswordOver,
    /// The caller has not been checked with a code from this browser within ten minutes (A.10).
    #[error("check_first")]
    CheckFirst,
    /// The office phone belongs to the directory (F-140).
    #[error("office_of_directory")]
    OfficeOfDirectory,
    /// There is nothing that this could be done to.
    #[error("nothing_there")]
    NothingThere,
    /// Two-step verification is not required of this person.
    #[error("two_step_not_required")]
    TwoStepNotRequired,
    /// Nobody acts on their own account as staff (F-155).
    #[error("on_oneself")]
    OnOneself,
    /// Nobody acts on an equal or a higher role (F-155).
    #[error("higher_rank")]
    HigherRank,
    /// Other staff are helped by two people; from a shell for now (A.10).
    #[error("second_person")]
    SecondPerson,
    /// So few characters would list half of the organisation.
    #[error("search_short")]
    SearchShort {
        /// The fewest characters.
        min: u32,
    },

    // The administration.
    /// Nobody has this sign-in name.
    #[error("nobody")]
    Nobody,
    /// Not a day of the calendar, written as year, month and day.
    #[error("date_form")]
    DateForm,
    /// The last day is before the first one.
    #[error("date_order")]
    DateOrder,

    /// The configuration has no gateway for it, so it cannot be switched on.
    #[error("no_gateway")]
    NoGateway,
    /// Codes of an app, texts and calls cannot all be off.
    #[error("no_method_on")]
    NoMethodOn,
    /// Not a list of countries and regions.
    #[error("countries")]
    Countries {
        /// The most.
        max: u32,
    },
    /// Not a list of ranges of addresses.
    #[error("networks")]
    Networks {
        /// The most.
        max: u32,
    },
    /// Not a list of mail addresses.
    #[error("mailboxes")]
    Mailboxes {
        /// The most.
        max: u32,
    },
    /// So many test messages were sent of late; the next can be sent after so many seconds.
    #[error("test_later")]
    TestLater {
        /// Seconds to wait.
        seconds: u32,
    },
    /// The directory has no address of the person's own.
    #[error("no_mail")]
    NoMail,

    /// Not a whole number within these bounds.
    #[error("bounds")]
    Bounds {
        /// The least.
        min: u32,
        /// The most.
        max: u32,
    },

    /// A number that must not be smaller, so that it agrees with another one.
    #[error("at_least")]
    AtLeast {
        /// The least.
        min: u32,
    },

    // People in bulk.
    /// It is so already.
    #[error("already_so")]
    AlreadySo,
    /// A file of more bytes than are taken.
    #[error("file_too_long")]
    FileTooLong,

    // Greetings of calls.
    /// A file of more than 1 MB.
    #[error("greeting_bytes")]
    GreetingBytes,
    /// Neither WAV with sound that telephones know nor MP3.
    #[error("greeting_kind")]
    GreetingKind,
    /// The file is not whole, or its lengths are not true.
    #[error("greeting_broken")]
    GreetingBroken,
    /// No sound at all, or 20 seconds and more.
    #[error("greeting_length")]
    GreetingLength,

    // Rights and state.
    /// Not found, or not the person's own.
    #[error("not_found")]
    NotFound,
    /// Password and second step are needed again.
    #[error("proof_needed")]
    ProofNeeded,
    /// Something else changed the same thing at the same time; look again.
    #[error("changed_meanwhile")]
    ChangedMeanwhile,
}
