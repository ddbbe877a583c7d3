//! English notices.

use super::{MailFacts, NoticeKind, Words};
use crate::text::method::preferred_en;

/// The words of an English notice.
pub(super) fn words(kind: NoticeKind, facts: &MailFacts<'_>, when: String) -> Words {
    let named = if facts.name.is_empty() {
        String::new()
    } else {
        format!(" “{}”", facts.name)
    };
    let (subject, happened, advice) = match kind {
        NoticeKind::AppAdded => (
            "An authenticator app was added to your account",
            format!("The authenticator app{named} was set up for your account. Its codes can be used to sign in from now on."),
            NOT_ME_METHOD,
        ),
        NoticeKind::AppDeleted => (
            "An authenticator app was deleted from your account",
            format!("The authenticator app{named} was deleted from your account. Its codes are no longer accepted."),
            NOT_ME_METHOD,
        ),
        NoticeKind::PhoneAdded => (
            "A phone number was set up for your account",
            "A phone number was set up for your account, or changed. From now on a text or a call to it can be the second step.".to_owned(),
            NOT_ME_METHOD,
        ),
        NoticeKind::FraudReported => (
            "A call from us was reported as fraud",
            "Somebody gave your password, a phone of your account was called, and the call was reported as fraud. Nobody got in.".to_owned(),
            "If you reported it, change your password now: somebody knows it. If you pressed the keys by mistake, sign in again.",
        ),
        NoticeKind::FraudBlocked => (
            "A call from us was reported as fraud, and signing in is blocked",
            "Somebody gave your password, a phone of your account was called, and the call was reported as fraud. Nobody got in. Signing in to your account is blocked now; app passwords keep working.".to_owned(),
            "Ask your helpdesk to end the block, also if you pressed the keys by mistake. If you reported the call, change your password then: somebody knows it.",
        ),
        NoticeKind::FraudAlert => (
            "A call was reported as fraud",
            format!("Somebody gave the password of{named}, a phone of that account was called, and the call was reported as fraud. Nobody got in."),
            "Look at “Fraud reports” in the administration, and make sure that the password is changed.",
        ),
        NoticeKind::TwoStepRequired => (
            "Two-step verification is required for your account now",
            "Your organisation requires two-step verification for your account. If no method is set up yet, you set one up when you sign in next.".to_owned(),
            "There is nothing to do now. If you have questions, call your helpdesk.",
        ),
        NoticeKind::TwoStepNotRequired => (
            "Two-step verification is not required for your account any more",
            "Your organisation does not require two-step verification for your account any more. What you have set up stays and keeps protecting you.".to_owned(),
            "There is nothing to do. If this surprises you, call your helpdesk.",
        ),
        NoticeKind::MethodsAskedAgain => (
            "Your helpdesk asks for your contact methods again",
            "The helpdesk has asked for the contact methods of your account again. At your next sign-in you set up new ones; the old ones no longer count.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::MethodsKept => (
            "Your contact methods count again",
            "The helpdesk has let the contact methods of your account count again.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::BrowsersForgotten => (
            "No browser of your account is trusted any more",
            "The helpdesk has made every browser ask for the second step again at your next sign-in.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::SessionsEnded => (
            "You were signed out everywhere",
            "The helpdesk has signed your account out of every browser. App passwords keep working.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::Unlocked => (
            "Your account was unlocked",
            "The helpdesk has ended the waits after wrong attempts, and locked methods of your account work again.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::Blocked => (
            "Signing in to your account is blocked",
            "The helpdesk has blocked signing in to your account. App passwords keep working.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::Unblocked => (
            "Signing in to your account is possible again",
            "The helpdesk has ended the block of your account.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::PassIssued => (
            "A Temporary Access Pass was issued for your account",
            "The helpdesk has issued a pass that stands in for the second step once, beside your password.".to_owned(),
            NOW_OR_CALL,
        ),
        NoticeKind::PasswordReset => (
            "Your helpdesk has given you a temporary password",
            "The helpdesk has given your account a temporary password. Your old password no longer works, every browser was signed out, and all app passwords were deleted. At your next sign-in you choose a new password.".to_owned(),
            NOW_OR_CALL,
        ),
        NoticeKind::BypassIssued => (
            "Your account can be opened once without the second step",
            "The helpdesk has let one sign-in to your account go without the second step, for a short time.".to_owned(),
            NOW_OR_CALL,
        ),
        NoticeKind::BypassUsed => (
            "Somebody signed in to your account without the second step",
            "Somebody signed in with your password. The second step was not asked for, because the helpdesk had allowed that once. It is asked for again from now on.".to_owned(),
            "If this was you, there is nothing to do. If not, call your helpdesk at once: somebody else may be in your account.",
        ),
        NoticeKind::BypassEnded => (
            "Your account asks for the second step again",
            "The helpdesk has taken back that one sign-in may go without the second step.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::PhoneSet => (
            "Your helpdesk has set a phone number for your account",
            "The helpdesk has set a phone number for your account, and from now on a text or a call to it can be the second step.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::PhoneHeld => (
            "Your helpdesk has set a phone number, which counts in 24 hours",
            "The helpdesk has set a new phone number for your account. It counts 24 hours from now. Until then everything stays as it is, and you can stop it.".to_owned(),
            if facts.link.is_empty() { STOP_IN_PORTAL } else { STOP_BY_LINK },
        ),
        NoticeKind::PhoneHoldStopped => (
            "A new phone number for your account was stopped",
            "The phone number that the helpdesk had set for your account was stopped before it counted. Nothing was changed.".to_owned(),
            "If you stopped it because you had not asked for it, call your helpdesk: somebody may be pretending to be you.",
        ),
        NoticeKind::CallerChecked => (
            "The helpdesk checked that it was you",
            "The helpdesk had somebody who called read a code of your authenticator app, or of a text to your phone, to it, and the code was right.".to_owned(),
            "If you are talking to the helpdesk now, there is nothing to do. If not, call them at once: somebody has your phone or its codes.",
        ),
        NoticeKind::PhoneDeleted => (
            "A phone number was deleted from your account",
            "A phone number was deleted from your account. It is no longer used for the second step.".to_owned(),
            NOT_ME_METHOD,
        ),
        NoticeKind::DefaultChanged => match facts.preferred {
            Some(option) => (
                "Your preferred option for signing in was changed",
                format!("The preferred option for the second step is now: {}.", preferred_en(option)),
                NOT_ME_METHOD,
            ),
            None => (
                "Two-step verification is off for your account",
                "The last method for the second step was deleted. Your password alone now opens your account.".to_owned(),
                NOT_ME_METHOD,
            ),
        },
        NoticeKind::AppPasswordCreated => (
            "An app password was created for your account",
            format!("The app password{named} was created. A mail or calendar app can sign in with it without a second step."),
            "If this was you, there is nothing to do. If not, open the portal now, delete the app password, change your password and call your helpdesk.",
        ),
        NoticeKind::AppPasswordDeleted => (
            "An app password was deleted from your account",
            format!("The app password{named} was deleted. Apps that used it will ask for a password."),
            NOT_ME_METHOD,
        ),
        NoticeKind::AppPasswordsDeleted => (
            "All app passwords were deleted from your account",
            "All app passwords of your account were deleted. Apps that used one will ask for a password.".to_owned(),
            NOT_ME_METHOD,
        ),
        NoticeKind::PasswordChanged => (
            "Your password was changed",
            "The password of your account was changed, and all other browsers were signed out. App passwords keep working until they are deleted.".to_owned(),
            "If this was you, there is nothing to do. If not, call your helpdesk at once: somebody else may be in your account.",
        ),
        NoticeKind::MethodLocked => (
            "A method of your account was switched off",
            format!("The authenticator app{named} was switched off because too many wrong codes were entered for it. Its codes are no longer accepted."),
            "Somebody who has your password may be guessing codes. Change your password, then call your helpdesk; they help you set up the app again.",
        ),
        NoticeKind::SecondStepFailed => (
            "Somebody gave your password but did not pass the second step",
            "Somebody signed in with the right password of your account, but the second step failed. Nobody got in.".to_owned(),
            "If this was you, there is nothing to do. If not, somebody knows your password: change it now, and call your helpdesk if you cannot.",
        ),
    };
    let link = match kind {
        NoticeKind::PhoneHeld => facts.link,
        _ => "",
    };
    around((subject, happened, advice), link, facts, when)
}

/// What stands around what happened, in every mail.
fn around(
    (subject, happened, advice): (&'static str, String, &'static str),
    link: &str,
    facts: &MailFacts<'_>,
    when: String,
) -> Words {
    let mut known = vec![
        ("Account at", facts.organisation.to_owned()),
        ("When", when),
    ];
    if !facts.address.is_empty() {
        known.push(("From address", facts.address.to_owned()));
    }
    Words {
        subject,
        greeting: match facts.person {
            "" => "Hello,".to_owned(),
            person => format!("Hello {person},"),
        },
        happened,
        facts: known,
        advice,
        closing: if link.is_empty() {
            "This mail has no links on purpose. Open the portal the way you always do."
        } else {
            "No other mail of ours has a link. You can also stop the change on the security page of the portal."
        },
        link: link.to_owned(),
    }
}

/// The words of an English test message.
pub(super) fn test(facts: &MailFacts<'_>, when: String) -> Words {
    let said = (
        "Test message",
        "You have sent this message from the administration, to see whether mail arrives. It has arrived.".to_owned(),
        "There is nothing to do.",
    );
    around(said, "", facts, when)
}

const NOT_ME_METHOD: &str = "If this was you, there is nothing to do. If not, open the portal now, change your password and call your helpdesk.";

const NOT_ASKED: &str = "If you asked for this, there is nothing to do. If not, call your helpdesk at once: somebody may be pretending to be you.";

const NOW_OR_CALL: &str = "If you are talking to the helpdesk now, there is nothing to do. If not, call them at once: somebody may be pretending to be you.";

const STOP_IN_PORTAL: &str = "If you asked for this, there is nothing to do. If not, open the portal, stop the change on the security page and call your helpdesk at once: somebody may be pretending to be you.";

const STOP_BY_LINK: &str = "If you asked for this, there is nothing to do. If not, stop it with the address below, which asks for no password, and call your helpdesk at once: somebody may be pretending to be you.";
