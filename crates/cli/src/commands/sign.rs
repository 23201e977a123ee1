//! `tangthu sign`: a signature beside the manifest of an archive.

use crate::{
    host::{self, Location},
    output::{Answer, End, Problem},
    publish::{cannot_write, replace},
    signature,
};
use clap::Args;
use minisign::PublicKey;
use std::{
    fs::File,
    path::PathBuf,
    time::{SystemTime, UNIX_EPOCH},
};
use tangthu_archive::signed_comment;

/// Sign an archive
#[derive(Debug, Args)]
#[command(
    long_about = "Signs the manifest of an archive, and with it every part, since the manifest holds their hashes. The signature lies beside it as \
    archive.json.minisig and can be verified with `tangthu check --key` or with minisign itself. The page does not show signatures yet.\n\n\
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
        let file = File::open(&manifest).map_err(unreadable)?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let comment = signed_comment(now, &location.name, &public.to_base64());
        let untrusted = "signature of a Tàng Thư archive";
        let made =
            minisign::sign(Some(&public), &secret, file, Some(&comment), Some(untrusted)).map_err(failed)?;
        let path = signature::beside(&manifest);
        replace(&path, made.to_string().as_bytes()).map_err(|error| cannot_write(&path, &error))?;
        let mut answer = Answer::new();
        answer.line(format_args!("{}: signed by key {}", path.display(), public.to_base64()))?;
        answer.flush()?;
        Ok(End::Good)
    }
}
