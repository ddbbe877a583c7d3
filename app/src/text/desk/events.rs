//! The rows of the audit record in words: event, reason, whether it was done. A name that nobody knows is shown as
//! it is.

use std::borrow::Cow;

/// English.
pub(super) fn event_en(event: &str, reason: &str, done: bool) -> Cow<'static, str> {
    Cow::Borrowed(match (event, reason) {
        ("authn_login_success" | "authn_login_successafterfail", "bypass") => {
            "Signed in without the second step: bypass"
        }
        ("authn_login_success" | "authn_login_successafterfail", "network") => {
            "Signed in without the second step: trusted network"
        }
        ("authn_login_success" | "authn_login_successafterfail", "grace") => {
            "Signed in without the second step: set-up put off"
        }
        ("authn_login_success", _) => "Signed in",
        ("authn_login_successafterfail", _) => "Signed in after failed attempts",
        ("authn_login_fail", "blocked") => "Sign-in refused: blocked",
        ("authn_login_fail", "password_over") => "Sign-in refused: temporary password too old",
        ("authn_login_fail", _) => "Wrong password",
        ("authn_login_fail_max", _) => "Sign-in refused: too many wrong passwords",
        ("authn_second_step_fail" | "authn_step_up_fail", "wrong_code") => "Wrong code",
        ("authn_second_step_fail" | "authn_step_up_fail", "method_locked") => {
            "Too many wrong codes: the app is locked"
        }
        ("authn_second_step_fail" | "authn_step_up_fail", "throttled") => {
            "Code refused: too many wrong ones"
        }
        ("authn_second_step_fail", "wrong_pass") => "Wrong Temporary Access Pass",
        ("authn_step_up_fail", "wrong_password") => "Wrong password before a change",
        ("authn_second_step_fail", _) => "Second step failed",
        ("authn_step_up_fail", _) => "Confirmation before a change failed",
        ("authn_otp_replay", _) => "Code was used already",
        ("authn_step_up", _) => "Confirmed before a change",
        ("authn_password_change", _) => "Password changed",
        ("authn_password_change_fail", _) => "Password not changed",
        ("authn_password_end", _) => "Password ended",
        ("session_end", _) => "Signed out",
        ("session_end_everywhere", _) => "Signed out everywhere",
        ("sequence_fail", _) => "A step out of order",
        ("enrolment_start", _) => "Set-up begun",
        ("enrolment_complete", _) => "Set-up completed",
        ("enrolment_cancel", _) => "Set-up cancelled",
        ("enrolment_skip", _) => "Set-up put off",
        ("phone_send", _) => "Text or call sent",
        ("phone_send_refuse", _) => "Text or call not sent: limit reached",
        ("phone_outcome", "no_answer") => "Call not answered",
        ("phone_outcome", "declined" | "busy") => "Call declined",
        ("phone_outcome", "hung_up") => "Call hung up",
        ("phone_outcome", "voicemail") => "Call went to voicemail",
        ("phone_outcome", "undelivered" | "unreachable" | "failed") => "Phone not reached",
        ("phone_outcome", _) => "Answer of a phone",
        ("fraud_report", _) => "Call reported as fraud",
        ("method_add", _) => "Method set up",
        ("method_rename", _) => "App renamed",
        ("method_delete", _) => "Method deleted",
        ("method_lock", _) => "App locked after too many wrong codes",
        ("methods_retire", _) => "Contact methods required again",
        ("methods_keep", _) => "Old methods count again",
        ("methods_drop", _) => "Old methods removed after the new set-up",
        ("default_change", _) => "Preferred option changed",
        ("trust_add", _) => "Browser trusted",
        ("trust_end", _) => "Trusted browser forgotten",
        ("trust_end_all", _) => "All trusted browsers forgotten",
        ("app_password_create", _) => "App password created",
        ("app_password_delete", _) => "App password deleted",
        ("app_password_delete_all", _) => "All app passwords deleted",
        ("mail_check_success", _) => "Mail app signed in",
        ("mail_check_fail", _) => "Mail app refused",
        ("language_change", _) => "Language changed",
        ("user_add", _) => "Account added",
        ("user_change", _) => "Account changed",
        ("user_disable", _) => "Account switched off",
        ("user_enable", _) => "Account switched on",
        ("user_block", _) => "Blocked",
        ("user_unblock", _) => "Unblocked",
        ("pass_issue", _) => "Temporary Access Pass issued",
        ("password_reset", _) => "Password reset: a temporary one given",
        ("bypass_issue", _) => "One-time bypass opened",
        ("bypass_end", _) => "One-time bypass ended",
        ("phone_hold", _) => "Number set, which waits for a day",
        ("helpdesk_check", _) => {
            if done {
                "Caller checked with a code: right"
            } else {
                "Caller checked with a code: wrong"
            }
        }
        ("phone_hold_stop", _) => "Number that waited was stopped",
        ("helpdesk_view", _) => {
            if done {
                "Set-up looked at"
            } else {
                "Set-up not shown: too many looked at"
            }
        }
        ("helpdesk_refuse", _) => "Action refused: not allowed on this person",
        ("approval_ask", _) => "Second yes asked for",
        ("approval_yes", _) => "Second yes given",
        ("approval_no", _) => "Request declined or withdrawn",
        ("role_change", _) => "Role changed",
        ("malicious_csrf", _) => "Request from a foreign page refused",
        ("malicious_spraying", _) => "One password tried on many people",
        ("gateway_forgery", _) => "Forged message of a gateway refused",
        ("user_delete", _) => "Account deleted",
        ("helpdesk_search", _) => "People searched for",
        ("policy_change", _) => "Rules changed",
        ("key_rotate", _) => "Everything sealed with a new key",
        ("key_retire", _) => "Old key retired",
        ("backup", _) => "Backup made",
        ("restore", _) => "Backup restored",
        ("audit_cut", _) => "Old rows of the audit record removed",
        ("audit_export", _) => "Audit record downloaded",
        ("people_export", _) => "List of people downloaded",
        ("people_import", _) => "People imported",
        ("gateway_test", _) => {
            if done {
                "Test message sent"
            } else {
                "Test message not sent"
            }
        }
        ("greeting_set", _) => "Greeting of calls uploaded",
        ("greeting_remove", _) => "Greeting of calls removed",
        ("audit_verify", _) => {
            if done {
                "Audit record checked: whole"
            } else {
                "Audit record checked: not whole"
            }
        }
        _ => return Cow::Owned(event.replace('_', " ")),
    })
}

/// Dutch.
pub(super) fn event_nl(event: &str, reason: &str, done: bool) -> Cow<'static, str> {
    Cow::Borrowed(match (event, reason) {
        ("authn_login_success" | "authn_login_successafterfail", "bypass") => {
            "Aangemeld zonder de tweede stap: eenmalig overgeslagen"
        }
        ("authn_login_success" | "authn_login_successafterfail", "network") => {
            "Aangemeld zonder de tweede stap: vertrouwd netwerk"
        }
        ("authn_login_success" | "authn_login_successafterfail", "grace") => {
            "Aangemeld zonder de tweede stap: instellen uitgesteld"
        }
        ("authn_login_success", _) => "Aangemeld",
        ("authn_login_successafterfail", _) => "Aangemeld na mislukte pogingen",
        ("authn_login_fail", "blocked") => "Aanmelding geweigerd: geblokkeerd",
        ("authn_login_fail", "password_over") => {
            "Aanmelding geweigerd: tijdelijk wachtwoord te oud"
        }
        ("authn_login_fail", _) => "Verkeerd wachtwoord",
        ("authn_login_fail_max", _) => "Aanmelding geweigerd: te veel verkeerde wachtwoorden",
        ("authn_second_step_fail" | "authn_step_up_fail", "wrong_code") => "Verkeerde code",
        ("authn_second_step_fail" | "authn_step_up_fail", "method_locked") => {
            "Te veel verkeerde codes: de app is vergrendeld"
        }
        ("authn_second_step_fail" | "authn_step_up_fail", "throttled") => {
            "Code geweigerd: te veel verkeerde"
        }
        ("authn_second_step_fail", "wrong_pass") => "Verkeerde tijdelijke toegangspas",
        ("authn_step_up_fail", "wrong_password") => "Verkeerd wachtwoord voor een wijziging",
        ("authn_second_step_fail", _) => "Tweede stap mislukt",
        ("authn_step_up_fail", _) => "Bevestiging voor een wijziging mislukt",
        ("authn_otp_replay", _) => "Code was al gebruikt",
        ("authn_step_up", _) => "Bevestigd voor een wijziging",
        ("authn_password_change", _) => "Wachtwoord gewijzigd",
        ("authn_password_change_fail", _) => "Wachtwoord niet gewijzigd",
        ("authn_password_end", _) => "Wachtwoord beëindigd",
        ("session_end", _) => "Afgemeld",
        ("session_end_everywhere", _) => "Overal afgemeld",
        ("sequence_fail", _) => "Een stap in de verkeerde volgorde",
        ("enrolment_start", _) => "Instellen begonnen",
        ("enrolment_complete", _) => "Instellen voltooid",
        ("enrolment_cancel", _) => "Instellen geannuleerd",
        ("enrolment_skip", _) => "Instellen uitgesteld",
        ("phone_send", _) => "Sms of oproep verstuurd",
        ("phone_send_refuse", _) => "Sms of oproep niet verstuurd: limiet bereikt",
        ("phone_outcome", "no_answer") => "Oproep niet beantwoord",
        ("phone_outcome", "declined" | "busy") => "Oproep geweigerd",
        ("phone_outcome", "hung_up") => "Opgehangen",
        ("phone_outcome", "voicemail") => "Oproep ging naar de voicemail",
        ("phone_outcome", "undelivered" | "unreachable" | "failed") => "Telefoon niet bereikt",
        ("phone_outcome", _) => "Antwoord van een telefoon",
        ("fraud_report", _) => "Oproep als fraude gemeld",
        ("method_add", _) => "Methode ingesteld",
        ("method_rename", _) => "App hernoemd",
        ("method_delete", _) => "Methode verwijderd",
        ("method_lock", _) => "App vergrendeld na te veel verkeerde codes",
        ("methods_retire", _) => "Opnieuw om contactmethoden gevraagd",
        ("methods_keep", _) => "Oude methoden tellen weer",
        ("methods_drop", _) => "Oude methoden verwijderd na het nieuwe instellen",
        ("default_change", _) => "Voorkeursoptie gewijzigd",
        ("trust_add", _) => "Browser vertrouwd",
        ("trust_end", _) => "Vertrouwde browser vergeten",
        ("trust_end_all", _) => "Alle vertrouwde browsers vergeten",
        ("app_password_create", _) => "App-wachtwoord gemaakt",
        ("app_password_delete", _) => "App-wachtwoord verwijderd",
        ("app_password_delete_all", _) => "Alle app-wachtwoorden verwijderd",
        ("mail_check_success", _) => "Mail-app aangemeld",
        ("mail_check_fail", _) => "Mail-app geweigerd",
        ("language_change", _) => "Taal gewijzigd",
        ("user_add", _) => "Account toegevoegd",
        ("user_change", _) => "Account gewijzigd",
        ("user_disable", _) => "Account uitgezet",
        ("user_enable", _) => "Account aangezet",
        ("user_block", _) => "Geblokkeerd",
        ("user_unblock", _) => "Blokkering opgeheven",
        ("pass_issue", _) => "Tijdelijke toegangspas uitgegeven",
        ("password_reset", _) => "Wachtwoord vervangen door een tijdelijk",
        ("bypass_issue", _) => "Tweede stap eenmalig overslaan toegestaan",
        ("bypass_end", _) => "Eenmalig overslaan ingetrokken",
        ("phone_hold", _) => "Nummer ingesteld dat een dag wacht",
        ("helpdesk_check", _) => {
            if done {
                "Beller nagegaan met een code: goed"
            } else {
                "Beller nagegaan met een code: fout"
            }
        }
        ("phone_hold_stop", _) => "Nummer dat wachtte is tegengehouden",
        ("helpdesk_view", _) => {
            if done {
                "Instellingen bekeken"
            } else {
                "Instellingen niet getoond: te veel bekeken"
            }
        }
        ("helpdesk_refuse", _) => "Actie geweigerd: niet toegestaan bij deze persoon",
        ("approval_ask", _) => "Tweede ja gevraagd",
        ("approval_yes", _) => "Tweede ja gegeven",
        ("approval_no", _) => "Verzoek afgewezen of ingetrokken",
        ("role_change", _) => "Rol gewijzigd",
        ("malicious_csrf", _) => "Verzoek van een vreemde pagina geweigerd",
        ("malicious_spraying", _) => "Eén wachtwoord bij veel mensen geprobeerd",
        ("gateway_forgery", _) => "Vervalst bericht van een gateway geweigerd",
        ("user_delete", _) => "Account verwijderd",
        ("helpdesk_search", _) => "Personen gezocht",
        ("policy_change", _) => "Regels gewijzigd",
        ("key_rotate", _) => "Alles met een nieuwe sleutel verzegeld",
        ("key_retire", _) => "Oude sleutel buiten gebruik gesteld",
        ("backup", _) => "Back-up gemaakt",
        ("restore", _) => "Back-up teruggezet",
        ("audit_cut", _) => "Oude regels van het auditlogboek verwijderd",
        ("audit_export", _) => "Auditlogboek gedownload",
        ("people_export", _) => "Lijst van personen gedownload",
        ("people_import", _) => "Personen geïmporteerd",
        ("gateway_test", _) => {
            if done {
                "Testbericht verstuurd"
            } else {
                "Testbericht niet verstuurd"
            }
        }
        ("greeting_set", _) => "Begroeting van oproepen geüpload",
        ("greeting_remove", _) => "Begroeting van oproepen verwijderd",
        ("audit_verify", _) => {
            if done {
                "Auditlogboek gecontroleerd: heel"
            } else {
                "Auditlogboek gecontroleerd: niet heel"
            }
        }
        _ => return Cow::Owned(event.replace('_', " ")),
    })
}
