//! `tangthu keygen`: a pair of keys to sign archives with.

use crate::{
    output::{Answer, End, Problem},
    publish::cannot_write,
    signature,
};
use clap::Args;
use minisign::KeyPair;
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Make a pair of keys to sign archives with
#[derive(Debug, Args)]
#[command(
    long_about = "Makes a secret key, NAME.key, and the public key that belongs to it, NAME.pub, in the form of minisign.\n\nKeep the secret key to \
    yourself and in two places: whoever has it can sign in your name, and without it no later version can be signed by the same key. Tell the \
    public key to readers by another way than the archive, or they have nothing to compare it with."
)]
#[command(
    after_help = "Examples:\n  tangthu keygen quan-moi\n  tangthu keygen quan-moi --password-file mat-khau.txt\n  tangthu sign site --secret-key quan-moi.key"
)]
pub(crate) struct Keygen {
    /// The name of the two files, without an ending
    #[arg(value_name = "NAME")]
    name: PathBuf,
    /// Lock the secret key with the password in the first line of FILE
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl Keygen {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let with = |ending: &str| {
            let mut path = self.name.as_os_str().to_owned();
            path.push(ending);
            PathBuf::from(path)
        };
        let (secret, public) = (with(".key"), with(".pub"));
        if let Some(there) = [&secret, &public].into_iter().find(|path| path.exists()) {
            return Err(Problem::new(format_args!(
                "{} is there already and is not replaced, for a key that is lost cannot be made again; choose another name",
                there.display()
            )));
        }
        let failed = |error| Problem::new(format_args!("no key could be made ({error}); try again"));
        let keys = match signature::password(self.password_file.as_ref())? {
            Some(password) => KeyPair::generate_encrypted_keypair(Some(password)),
            None => KeyPair::generate_unencrypted_keypair(),
        };
        let keys = keys.map_err(failed)?;
        let secret_text = keys.sk.to_box(None).map_err(failed)?.into_string();
        let public_text = keys.pk.to_box().map_err(failed)?.into_string();
        write_new(&secret, &secret_text, true).map_err(|error| cannot_write(&secret, &error))?;
        write_new(&public, &public_text, false).map_err(|error| cannot_write(&public, &error))?;
        let mut answer = Answer::new();
        answer.line(format_args!("{}: the secret key; show it to nobody", secret.display()))?;
        answer.line(format_args!("{}: the public key, {}", public.display(), keys.pk.to_base64()))?;
        answer.flush()?;
        Ok(End::Good)
    }
}

/// Writes a file that is not there yet; one that is secret, for its owner alone.
fn write_new(path: &Path, text: &str, is_secret: bool) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if is_secret {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        file.write_all(b"\n")?;
    }
    Ok(())
}
