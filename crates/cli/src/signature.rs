//! Signatures of manifests: minisign's keys and files, with the words for what may be wrong with them.
//!
//! A signature lies beside its manifest under [`SIGNATURE_ENDING`]. Its trusted comment carries the key, so that a page
//! can say which key signed; what that is worth, docs/security.md says.

use crate::output::{Problem, say};
use minisign::{PublicKey, PublicKeyBox, SecretKey, SecretKeyBox, SignatureBox};
use std::{
    fs,
    io::{self, Cursor},
    path::{Path, PathBuf},
};
use tangthu_archive::{SIGNATURE_ENDING, key_of_comment, with_key, without_key};

/// The most that a file of keys or signatures has: minisign's own have some 300 bytes.
const MAX_BYTES: u64 = 16 * 1024;

/// Where the signature of a manifest lies.
pub(crate) fn beside(manifest: &Path) -> PathBuf {
    let mut name = manifest.as_os_str().to_owned();
    name.push(SIGNATURE_ENDING);
    PathBuf::from(name)
}

/// What became of a signature that was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is of this manifest, by this key.
    Good {
        /// The key, as it is written.
        key: String,
        /// What the signer said, and signed with it.
        comment: String,
    },
    /// It is of this manifest, by this key, once the manifest names the key: the run that signed it did not come to its end, or
    /// another one did not that was to sign it by another key.
    Halfway {
        /// The key, as it is written.
        key: String,
    },
    /// There is none.
    Absent,
    /// A sentence about what is wrong.
    Bad(String),
}

/// Compares a manifest with the signature beside it: by `key`, or by the key that the signature itself names.
pub(crate) fn verify(manifest: &Path, key: Option<&PublicKey>) -> Verdict {
    let path = beside(manifest);
    let text = match read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Verdict::Absent,
        Err(error) => return Verdict::Bad(format!("{} cannot be read ({error})", path.display())),
    };
    let shown = path.display();
    let Ok(signature) = SignatureBox::from_string(&text) else {
        return Verdict::Bad(format!("{shown} is no signature of minisign's"));
    };
    let comment = signature.trusted_comment().unwrap_or_default();
    let named = key_of_comment(&comment).and_then(|key| PublicKey::from_base64(key).ok());
    let Some(used) = key.or(named.as_ref()) else {
        return Verdict::Bad(format!(
            "{shown} does not name its key; give it with --key to have the signature verified"
        ));
    };
    let bytes = match fs::read(manifest) {
        Ok(bytes) => bytes,
        Err(error) => return Verdict::Bad(format!("{} cannot be read ({error})", manifest.display())),
    };
    let fits = |bytes: &[u8]| minisign::verify(used, &signature, Cursor::new(bytes), true, false, false);
    match fits(&bytes) {
        Ok(()) => Verdict::Good { key: used.to_base64(), comment },
        Err(_) if fits(&with_key(&bytes, &used.to_base64())).is_ok() => {
            Verdict::Halfway { key: used.to_base64() }
        }
        Err(_)
            if key.is_some() && named.as_ref().is_some_and(|named| named.to_base64() != used.to_base64()) =>
        {
            let other = named.map(|named| named.to_base64()).unwrap_or_default();
            Verdict::Bad(format!("{shown} is by another key, {other}; ask its publisher which one is right"))
        }
        Err(_) => Verdict::Bad(format!(
            "{shown} is not the signature of this manifest by key {}; the archive was changed after it was signed, or the key is another",
            used.to_base64()
        )),
    }
}

/// What is to be written as a manifest, and what becomes of the signature beside the one that is there.
pub(crate) struct Successor {
    /// The manifest's bytes: where the one that is there is the same and signed, that one, so that its signature stays.
    pub(crate) bytes: Vec<u8>,
    /// A signature that is of another manifest, and why it goes.
    stale: Option<(PathBuf, &'static str)>,
}

impl Successor {
    /// What follows on the manifest that is there, where `bytes` are the new one.
    pub(crate) fn of(manifest: &Path, bytes: &[u8]) -> Self {
        let path = beside(manifest);
        if !path.is_file() {
            return Self { bytes: bytes.to_vec(), stale: None };
        }
        match fs::read(manifest) {
            Ok(there) if without_key(&there) != without_key(bytes) => {
                Self { bytes: bytes.to_vec(), stale: Some((path, CHANGED)) }
            }
            // A run that died may have left the signature of the manifest before, or of one that was to come.
            Ok(there) if is_of_another(&path, &there) => {
                Self { bytes: bytes.to_vec(), stale: Some((path, UNFIT)) }
            }
            Ok(there) => Self { bytes: there, stale: None },
            Err(_) => Self { bytes: bytes.to_vec(), stale: Some((path, CHANGED)) },
        }
    }

    /// Removes the signature of another manifest, and says so. It goes once the new manifest is in its place: that one names
    /// no key, so nobody looks for its signature, while the old one without its signature would count as damaged.
    pub(crate) fn settle(&self) -> io::Result<()> {
        let Some((path, why)) = &self.stale else { return Ok(()) };
        fs::remove_file(path)?;
        say(why);
        Ok(())
    }
}

/// The sentence for a signature that goes with its manifest.
const CHANGED: &str = "the archive changed, so its signature was removed with the old manifest; sign it again with `tangthu sign`";

/// The sentence for a signature that fitted no manifest.
const UNFIT: &str = "the signature beside the archive is of another one, so it was removed; sign the archive again with `tangthu sign`";

/// Whether a signature is certainly not of the manifest that `bytes` are. One that names no key may be of any.
fn is_of_another(signature: &Path, bytes: &[u8]) -> bool {
    let signature = read(signature).ok().and_then(|text| SignatureBox::from_string(&text).ok());
    let key = |signature: &SignatureBox| {
        let comment = signature.trusted_comment().ok()?;
        PublicKey::from_base64(key_of_comment(&comment)?).ok()
    };
    let Some((signature, key)) = signature.and_then(|signature| key(&signature).map(|key| (signature, key)))
    else {
        return false;
    };
    minisign::verify(&key, &signature, Cursor::new(bytes), true, false, false).is_err()
}

/// The public key that is written in `text`, or in the file of that name.
pub(crate) fn public_key(text: &str) -> Result<PublicKey, Problem> {
    if let Ok(key) = PublicKey::from_base64(text.trim()) {
        return Ok(key);
    }
    let unusable = |reason: &dyn std::fmt::Display| {
        Problem::new(format_args!(
            "\"{text}\" is neither a public key nor a file with one ({reason}); a key has 56 characters and begins with RW"
        ))
    };
    let content = read(Path::new(text)).map_err(|error| unusable(&error))?;
    let key = PublicKeyBox::from_string(&content).and_then(PublicKeyBox::into_public_key);
    key.map_err(|error| unusable(&error))
}

/// The secret key in a file, opened with a password where it is locked.
pub(crate) fn secret_key(path: &Path, password: Option<String>) -> Result<SecretKey, Problem> {
    let shown = path.display();
    let content = read(path).map_err(|error| {
        Problem::new(format_args!("{shown} cannot be read ({error}); make a key with `tangthu keygen`"))
    })?;
    let public = PublicKeyBox::from_string(&content).and_then(PublicKeyBox::into_public_key);
    if public.is_ok() || PublicKey::from_base64(content.trim()).is_ok() {
        let secret = path.with_extension("key");
        let found = if secret.is_file() { format!(", {}", secret.display()) } else { String::new() };
        return Err(Problem::new(format_args!(
            "{shown} is a public key, by which others verify; to sign, give the secret key that was made with it (NAME.key){found}"
        )));
    }
    let no_key = |_| {
        Problem::new(format_args!(
            "{shown} holds no secret key of minisign's; make one with `tangthu keygen`"
        ))
    };
    let boxed = || SecretKeyBox::from_string(&content).map_err(no_key);
    match password {
        Some(password) => boxed()?.into_secret_key(Some(password)).map_err(|_| {
            Problem::new(format_args!("{shown} does not open with this password, or holds no secret key"))
        }),
        None => boxed()?.into_unencrypted_secret_key().ok().or_else(|| unlocked(&content)).ok_or_else(|| {
            Problem::new(format_args!(
                "{shown} is locked with a password; give the file that holds it with --password-file"
            ))
        }),
    }
}

/// A key that `minisign -G -W` made: it is not locked and has no checksum, without which the library takes none.
fn unlocked(content: &str) -> Option<SecretKey> {
    let bytes = data_encoding::BASE64.decode(content.lines().nth(1)?.trim().as_bytes()).ok()?;
    let (kind, checksum) = (bytes.get(2..4)?, bytes.last_chunk::<32>()?);
    (kind == [0; 2] && checksum == &[0; 32]).then(|| SecretKey::from_bytes(&bytes).ok()).flatten()
}

/// The first line of a file with a password.
pub(crate) fn password(path: Option<&PathBuf>) -> Result<Option<String>, Problem> {
    let Some(path) = path else { return Ok(None) };
    let text = read(path)
        .map_err(|error| Problem::new(format_args!("{} cannot be read ({error})", path.display())))?;
    Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
}

fn read(path: &Path) -> io::Result<String> {
    if fs::metadata(path)?.len() > MAX_BYTES {
        return Err(io::Error::other("it is too long for a key or signature"));
    }
    fs::read_to_string(path)
}
