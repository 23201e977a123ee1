//! `tangthu sign`: a signature beside the manifest of an archive.

use crate::{
    host::{self, Location},
    lock::Lock,
    output::{Answer, End, Problem},
    publish::{cannot_write, replace},
    signature,
};
use clap::Args;
use minisign::PublicKey;
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};
use tangthu_archive::{Opened, signed_comment, with_key, without_key};

/// Sign an archive
#[derive(Debug, Args)]
#[command(
    long_about = "Signs the manifest of an archive, and with it every part, since the manifest holds their hashes. The manifest comes to name the key, \
    so that pages look for the signature; it lies beside the manifest as archive.json.minisig and can be verified with `tangthu check --key` or with minisign \
    itself. The page shows by which key an archive is signed and since when the reader's device knows that key.\n\n\
    Whatever changes the archive removes the signature and says so: sign again afterwards. The archive is opened first; `tangthu check` says whether it is whole."
)]
#[command(
    after_help = "Examples:\n  tangthu sign site --secret-key quan-moi.key\n  tangthu check site --key quan-moi.pub\n  minisign -Vm site/archive.json -p quan-moi.pub"
)]
pub(crate) struct Sign {
    /// A folder with archive.json, a site, or a one-file archive
    #[arg(value_name = "ARCHIVE|SITE")]
    archive: PathBuf,
    /// The secret key that `tangthu keygen` made
    #[arg(long, value_name = "FILE")]
    secret_key: PathBuf,
    /// The password of the key, in the first line of FILE
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl Sign {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let location = Location::find(&self.archive)?;
        let _lock = Lock::of(&location)?;
        // What does not open is not worth a signature.
        location.open().map_err(|failure| host::in_archive(&self.archive, &failure))?;
        let manifest = location.file.clone();
        let password = signature::password(self.password_file.as_ref())?;
        let secret = signature::secret_key(&self.secret_key, password)?;
        let failed =
            |error| Problem::new(format_args!("the archive could not be signed ({error}); try again"));
        let public = PublicKey::from_secret_key(&secret).map_err(failed)?;
        let unreadable =
            |error| Problem::new(format_args!("{} cannot be read ({error})", manifest.display()));
        let plain = fs::read(&manifest).map_err(unreadable)?;
        let named = with_key(&plain, &public.to_base64());
        // It is a little longer now; what nobody would open is not worth a signature either.
        Opened::parse(&location.name, &named).map_err(|error| Problem::new(error.to_string()))?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let comment = signed_comment(now, &location.name, &public.to_base64());
        let untrusted = "signature of a Tàng Thư archive";
        let made = minisign::sign(Some(&public), &secret, &named[..], Some(&comment), Some(untrusted))
            .map_err(failed)?;
        let path = signature::beside(&manifest);
        // Two files cannot change at once, and a manifest beside the signature of another key reads like a forgery. So one that names
        // another key names none in between, as long as the signature is exchanged: whoever comes then, also for good because
        // this run dies, finds an archive that is not signed.
        let failed = |path: &Path, error: &io::Error| cannot_write(path, error);
        let unnamed = without_key(&plain);
        let is_exchanged = plain != named && plain != unnamed;
        if is_exchanged {
            replace(&manifest, &unnamed).map_err(|error| failed(&manifest, &error))?;
        }
        replace(&path, made.to_string().as_bytes()).map_err(|error| {
            // The signature of before is still there, and with it its manifest is whole.
            if is_exchanged {
                let _ = replace(&manifest, &plain);
            }
            failed(&path, &error)
        })?;
        replace(&manifest, &named).map_err(|error| failed(&manifest, &error))?;
        let mut answer = Answer::new();
        answer.line(format_args!("{}: signed by key {}", path.display(), public.to_base64()))?;
        answer.flush()?;
        Ok(End::Good)
    }
}
