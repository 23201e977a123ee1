//! `tangthu check`: every length, hash and reference of an archive, and every file of a site.

use super::{absent, one_file};
use crate::{
    generations::{Generations, HEADERS_NAME, LIST_NAME, List, PAGE_NAME, hash_in_name},
    headers,
    holdings::Holdings,
    host::{self, Location, is_plain_name},
    output::{Answer, Bytes, Counted, Documents, End, Problem},
    signature,
};
use clap::Args;
use serde::Serialize;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};
use tangthu_archive::{MANIFEST_NAME, PART_FOLDER, Sha256Hex, signed_by};
use tangthu_engine::{CheckReport, Failure};

/// Check that an archive or a site is whole: every length, hash and reference
#[derive(Debug, Args)]
#[command(
    long_about = "Reads every file of an archive and checks its length, its hash, and that what it holds fits together. Of a site, \
    checks also that every file of the viewer is there and is what was built. Your own _headers is noted and is no fault.\n\nEnds with exit \
    code 1 and names each faulty file when something is wrong, and with 2 when there is nothing to check."
)]
#[command(
    after_help = "Examples:\n  tangthu check site\n  tangthu check archive --json\n  tangthu check site --key quan-moi.pub\n  tangthu check site --absent \"Trần Văn Bình\""
)]
pub(crate) struct Check {
    /// A folder with archive.json, a site, or a one-file archive
    #[arg(value_name = "ARCHIVE|SITE")]
    archive: PathBuf,
    /// Print one JSON object: documents, parts, bytes, faults, notes
    #[arg(long)]
    json: bool,
    /// Look also for TEXT in every file (into kept DOCX, PDF, ZIP and HTML, too) and in the index, and count it as a fault where it is or where a file cannot be looked into: proves what `tangthu remove` did
    #[arg(long, value_name = "TEXT")]
    absent: Option<String>,
    /// Verify the signature beside the manifest by KEY: a public key, or a file with one (`tangthu sign` makes it)
    #[arg(long, value_name = "KEY|FILE")]
    key: Option<String>,
}

#[derive(Debug, Serialize)]
struct Fault {
    name: Option<String>,
    reason: String,
}

#[derive(Debug, Serialize)]
struct Verdict {
    documents: u32,
    parts: u64,
    bytes: u64,
    faults: Vec<Fault>,
    /// What is worth knowing and no fault.
    notes: Vec<Fault>,
    /// Files of a site besides those of the archive, and their bytes.
    #[serde(skip)]
    others: (u64, u64),
    /// Whether there is a viewer among them.
    #[serde(skip)]
    has_viewer: bool,
}

impl Check {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let location = Location::find_or_site(&self.archive)?;
        let report = match location.open() {
            Ok(reader) => pollster::block_on(reader.check()),
            // In what was a site, a missing manifest is a fault like any other missing file.
            Err(failure @ Failure::Missing { .. }) if location.is_site() => CheckReport::from(failure),
            // What is not there or cannot be read cannot be checked; whatever else is wrong with it is what was asked for.
            Err(
                failure @ (Failure::Missing { .. } | Failure::Unreachable { .. } | Failure::Refused { .. }),
            ) => {
                return Err(host::in_archive(&self.archive, &failure));
            }
            Err(failure) => CheckReport::from(failure),
        };
        let mut result = Verdict {
            documents: report.documents,
            parts: report.parts,
            bytes: report.bytes,
            faults: report.faults.iter().map(fault).collect(),
            notes: Vec::new(),
            others: (0, 0),
            has_viewer: false,
        };
        // What a document lacks is told by its number and its field, where the reader tells no more than a line.
        let documents = match report.faults.as_slice() {
            [] | [Failure::NotJson { .. }] => one_file::faults(&location.file),
            _ => Vec::new(),
        };
        if !documents.is_empty() {
            result.faults = documents.into_iter().map(|what| about(&location.name, &what)).collect();
        }
        if location.name == MANIFEST_NAME {
            let known: BTreeSet<&str> = report.names.iter().map(String::as_str).collect();
            check_site(&location.folder, &known, &mut result);
        }
        self.check_signature(&location.file, &mut result)?;
        if let Some(text) = &self.absent {
            let outcome = absent::look(&Holdings::open(&self.archive)?, text)?;
            result.faults.extend(outcome.against.iter().map(|(name, what)| about(name, what)));
            result.notes.extend(outcome.notes.into_iter().map(|reason| Fault { name: None, reason }));
        }
        let mut answer = Answer::new();
        if self.json {
            answer.json(&result)?;
        } else {
            for fault in &result.faults {
                answer.line(&fault.reason)?;
            }
            for note in &result.notes {
                answer.line(format_args!("note: {}", note.reason))?;
            }
            let verdict = match result.faults.len() {
                0 => "no fault".to_owned(),
                count => Counted(count as u64, "fault").to_string(),
            };
            let Verdict { documents, parts, bytes: all, .. } = &result;
            let archive = self.archive.display();
            let others = match result.others {
                (0, _) => String::new(),
                (files, bytes) => {
                    let with = if result.has_viewer { "the viewer" } else { "what no document names" };
                    format!("; with {with}: {}, {}", Counted(parts + files, "file"), Bytes(bytes + *all))
                }
            };
            answer.line(format_args!(
                "{archive}: {verdict}; {}; the archive: {}, {}{others}",
                Documents(u64::from(*documents)),
                Counted(*parts, "file"),
                Bytes(*all)
            ))?;
        }
        answer.flush()?;
        Ok(if result.faults.is_empty() { End::Good } else { End::Faults })
    }

    /// Compares the manifest with its signature, where there is one or one is asked for.
    fn check_signature(&self, manifest: &Path, result: &mut Verdict) -> Result<(), Problem> {
        let key = self.key.as_deref().map(signature::public_key).transpose()?;
        let path = signature::beside(manifest);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match signature::verify(manifest, key.as_ref()) {
            signature::Verdict::Good { key: by, comment } => {
                let trust = if key.is_some() {
                    ""
                } else {
                    "; compare it with one that came another way, with --key"
                };
                let what = format!(
                    "is the signature of this archive by key {by} ({}){trust}",
                    comment.replace('\t', ", ")
                );
                result.notes.push(about(&name, &what));
                let bytes = std::fs::read(manifest).unwrap_or_default();
                let what = match signed_by(&bytes) {
                    Some(named) if named == by => return Ok(()),
                    Some(_) => {
                        "is by another key than the manifest names, so pages will say that it does not fit"
                    }
                    None => "is of a manifest that names no key, so pages do not look for it",
                };
                let what = format!("{what}; sign the archive with `tangthu sign`");
                result.notes.push(about(&name, &what));
            }
            signature::Verdict::Halfway { key: by } => {
                result.faults.push(about(
                    &name,
                    &format!(
                        "is a signature of this archive by key {by}, which {MANIFEST_NAME} does not name, so pages do not show it: signing did not come to its end; sign the archive again with `tangthu sign`"
                    ),
                ));
            }
            signature::Verdict::Absent
                if key.is_none() && signed_by(&std::fs::read(manifest).unwrap_or_default()).is_some() =>
            {
                result.faults.push(about(
                    &name,
                    "is not there, but the manifest says that it is signed; the archive was copied in part: copy it again or sign it again",
                ));
            }
            signature::Verdict::Absent if key.is_some() => {
                result.faults.push(about(
                    &name,
                    "is not there, so nothing is signed; sign the archive with `tangthu sign`",
                ));
            }
            signature::Verdict::Absent => {}
            signature::Verdict::Bad(reason) => result.faults.push(Fault { name: Some(name), reason }),
        }
        Ok(())
    }
}

fn fault(failure: &Failure) -> Fault {
    let name = match failure {
        Failure::Missing { name }
        | Failure::Unreachable { name, .. }
        | Failure::NotJson { name, .. }
        | Failure::NotAnArchive { name }
        | Failure::Damaged { name, .. }
        | Failure::Refused { name }
        | Failure::Closed { name }
        | Failure::TooLarge { name, .. } => Some(name.clone()),
        Failure::Version { .. } | Failure::NoDocument { .. } | Failure::Stale => None,
    };
    let reason = host::sentence(failure);
    // Some failures tell what is wrong and leave it to others to say where.
    let reason = match &name {
        Some(name) if !reason.contains(name.as_str()) => format!("{name}: {reason}"),
        _ => reason,
    };
    Fault { name, reason }
}

/// Checks the files of a site, besides those that the archive's own check has looked at.
fn check_site(folder: &Path, known: &BTreeSet<&str>, result: &mut Verdict) {
    let list = match List::read(folder) {
        Ok(Some(list)) => list,
        Ok(None) if [PAGE_NAME, "sw.js", "app"].iter().any(|name| folder.join(name).exists()) => {
            return result.faults.push(about(
                LIST_NAME,
                "is not there, so the files of the viewer cannot be checked; the site was copied in part: copy it again or build it again",
            ));
        }
        Ok(None) => return,
        Err(_) => {
            return result.faults.push(about(
                LIST_NAME,
                "is no list of files, so the files of the viewer cannot be checked: copy it again or build it again",
            ));
        }
    };
    if !list.is_final() {
        let what = "says that the last build did not come to its end; what was published before it stays, but build it again";
        result.notes.push(about(LIST_NAME, what));
    }
    result.has_viewer = list.now.current.contains(PAGE_NAME);
    let in_parts = format!("{PART_FOLDER}/");
    let others = list.now.current.iter().map(String::as_str);
    // A manifest that cannot be opened has been named already.
    let others =
        others.filter(|name| !known.contains(name) && !name.starts_with(&in_parts) && *name != MANIFEST_NAME);
    for name in others {
        result.others.0 += 1;
        result.others.1 += folder.join(name).metadata().map_or(0, |file| file.len());
        match what_is_wrong(folder, name, &list.now) {
            Some(what) => {
                result.faults.push(about(name, &format!("{what}: copy it again or build it again")));
            }
            None if name == HEADERS_NAME && !has_our_headers(folder, &list.now.settings.connect) => {
                let what = "is not what this version of tangthu writes; that is right if you changed it";
                result.notes.push(about(name, what));
            }
            None => {}
        }
    }
}

fn about(name: &str, what: &str) -> Fault {
    Fault { name: Some(name.to_owned()), reason: format!("{name} {what}") }
}

fn what_is_wrong(folder: &Path, name: &str, list: &Generations) -> Option<&'static str> {
    let bytes = is_plain_name(name).then(|| std::fs::read(folder.join(name)).ok()).flatten();
    let Some(bytes) = bytes else { return Some("is not there; the site was copied in part") };
    let hash = Sha256Hex::of(&bytes);
    if hash_in_name(name).is_some_and(|wanted| wanted != hash.prefix(16)) {
        return Some("does not match the hash in its name; it was damaged or replaced");
    }
    let differs = list.hashes.get(name).is_some_and(|wanted| *wanted != hash);
    differs.then_some("does not match the list of the site's files; it was damaged or replaced")
}

fn has_our_headers(folder: &Path, connect: &[String]) -> bool {
    std::fs::read(folder.join(HEADERS_NAME))
        .is_ok_and(|bytes| bytes == headers::headers_file(connect).as_bytes())
}
