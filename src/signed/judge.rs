//! What is to be thought of a signature, by what this device has seen of the same archive. Pure: who asks remembers.

use tangthu_protocol::{Signature, SignatureState};

/// What this device remembers of an archive that was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// The key that was seen first.
    pub(crate) key: String,
    /// The day on which it was, as `2026-11-26`.
    pub(crate) first: String,
    /// When the newest version was signed that was seen, in seconds since 1970.
    pub(crate) newest: u64,
}

impl Known {
    /// Reads what [`Known::write`] wrote.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let (key, first, newest) = (parts.next()?, parts.next()?, parts.next()?);
        let known = Self { key: key.to_owned(), first: first.to_owned(), newest: newest.parse().ok()? };
        (!key.is_empty()).then_some(known)
    }

    /// The memory as text.
    pub(crate) fn write(&self) -> String {
        format!("{} {} {}", self.key, self.first, self.newest)
    }
}

/// What is said of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judged {
    /// The archive is not signed and was not seen signed.
    Unsigned,
    /// Signed by the key that was seen first.
    Signed,
    /// Signed by another key than the one that was seen first.
    Changed,
    /// Signed, and older than a version that was seen.
    Older,
    /// The same, but it is the copy on this device, which nobody put back.
    OldCopy,
    /// It was signed, and is not any more.
    Gone,
    /// The signature is of something else.
    Differs,
    /// It says that it is signed, and the host has no signature.
    Missing,
    /// Nothing can be said now.
    Unknown,
    /// The host has a newer version.
    Renewed,
}

impl Judged {
    /// Whether a reader has to see it before he reads on.
    pub(crate) fn is_warning(self, known: Option<&Known>) -> bool {
        match self {
            Self::Changed | Self::Older | Self::Gone | Self::Differs => true,
            // On a first visit it is the archive's own word, and nothing was lost that had been seen.
            Self::Missing => known.is_some(),
            _ => false,
        }
    }

    /// Whether a reader who knows better may say so.
    pub(crate) fn can_be_accepted(self) -> bool {
        matches!(self, Self::Changed | Self::Older | Self::Gone)
    }
}

/// What is to be said of `told`.
pub(crate) fn judge(told: &Signature, known: Option<&Known>) -> Judged {
    match (told.state, known) {
        (SignatureState::Unsigned, Some(_)) if told.from_device => Judged::OldCopy,
        (SignatureState::Unsigned, Some(_)) => Judged::Gone,
        (SignatureState::Unsigned, None) => Judged::Unsigned,
        (SignatureState::Differs, _) => Judged::Differs,
        (SignatureState::Missing, _) => Judged::Missing,
        (SignatureState::Unreachable, _) => Judged::Unknown,
        (SignatureState::Renewed, _) => Judged::Renewed,
        (SignatureState::Good { .. }, None) => Judged::Signed,
        (SignatureState::Good { time }, Some(known)) => match time.unwrap_or_default() {
            _ if told.key.as_deref() != Some(&*known.key) => Judged::Changed,
            time if time >= known.newest => Judged::Signed,
            _ if told.from_device => Judged::OldCopy,
            _ => Judged::Older,
        },
    }
}

/// What is to be remembered from now on; none where nothing is new. What was seen first stays until a reader accepts another.
pub(crate) fn remembered(told: &Signature, known: Option<&Known>, today: &str) -> Option<Known> {
    let (SignatureState::Good { time }, Some(key)) = (told.state, &told.key) else { return None };
    let newest = time.unwrap_or_default();
    match known {
        None => Some(Known { key: key.clone(), first: today.to_owned(), newest }),
        Some(known) if known.key == *key && newest > known.newest => Some(Known { newest, ..known.clone() }),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(key: &str, state: SignatureState) -> Signature {
        Signature { key: Some(key.to_owned()), state, ..Signature::default() }
    }

    fn good(key: &str, time: u64) -> Signature {
        told(key, SignatureState::Good { time: Some(time) })
    }

    #[test]
    fn the_first_key_stays_the_one_that_others_are_compared_with() {
        let known = remembered(&good("RWa", 10), None, "2026-11-26").unwrap();
        assert_eq!(Known::parse(&known.write()), Some(known.clone()));
        assert_eq!(judge(&good("RWa", 10), Some(&known)), Judged::Signed);
        let newer = remembered(&good("RWa", 20), Some(&known), "2026-12-01").unwrap();
        assert_eq!((newer.first.as_str(), newer.newest), ("2026-11-26", 20));
        assert_eq!(judge(&good("RWb", 30), Some(&newer)), Judged::Changed);
        assert_eq!(remembered(&good("RWb", 30), Some(&newer), "2026-12-01"), None);
        assert_eq!(judge(&good("RWa", 10), Some(&newer)), Judged::Older);
        assert_eq!(remembered(&good("RWa", 10), Some(&newer), "2026-12-01"), None);
        let copy = Signature { from_device: true, ..good("RWa", 10) };
        assert_eq!(judge(&copy, Some(&newer)), Judged::OldCopy);
    }

    #[test]
    fn what_was_signed_and_is_not_any_more_is_a_warning_and_what_never_was_is_none() {
        let known = Known { key: "RWa".into(), first: "2026-11-26".into(), newest: 1 };
        let plain = Signature::default();
        assert_eq!((judge(&plain, Some(&known)), judge(&plain, None)), (Judged::Gone, Judged::Unsigned));
        let missing = judge(&told("RWa", SignatureState::Missing), None);
        assert!(missing.is_warning(Some(&known)) && !missing.is_warning(None));
        for state in [SignatureState::Differs, SignatureState::Missing, SignatureState::Unreachable] {
            assert_eq!(remembered(&told("RWa", state), None, "2026-11-26"), None);
        }
        for odd in ["", "RWa", "RWa 2026", "RWa 2026 x", " 2026 1"] {
            assert_eq!(Known::parse(odd), None, "{odd}");
        }
    }
}
