//! `tangthu keygen`, `sign` and `check --key`, and minisign itself beside them where it is installed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on should stop with the value it met"
)]

mod common;

use common::Desk;
use std::{fs, path::PathBuf, process::Command};

/// A desk with a signed site, and the public key.
fn signed() -> (Desk, String) {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let made = desk.run(&["keygen", "khoa"]).good();
    let key = made.out.split_whitespace().last().unwrap().to_owned();
    assert!(key.len() == 56 && key.starts_with("RW"), "{}", made.out);
    desk.run(&["sign", "site", "--secret-key", "khoa.key"]).good();
    (desk, key)
}

/// minisign, where it is installed; `cargo xtask setup` does that.
fn minisign() -> Option<PathBuf> {
    let named = std::env::var_os("TANGTHU_MINISIGN").map(PathBuf::from);
    let found = named.unwrap_or_else(|| PathBuf::from("/usr/bin/minisign"));
    if !found.is_file() {
        println!("skipped: minisign is not installed");
        return None;
    }
    Some(found)
}

#[test]
fn a_signature_is_verified_by_its_key_and_by_no_other() {
    let (desk, key) = signed();
    let ran = desk.run(&["check", "site", "--key", "khoa.pub"]).good();
    assert!(ran.out.contains(&key) && ran.out.contains("no fault"), "{}", ran.out);
    desk.run(&["check", "site", "--key", &key]).good();
    // Without a key the signature is still compared with the archive, and the reader told what that is worth.
    let ran = desk.run(&["check", "site"]).good();
    assert!(ran.out.contains("compare it"), "{}", ran.out);
    desk.run(&["keygen", "khac"]).good();
    let ran = desk.run(&["check", "site", "--key", "khac.pub"]);
    assert!(ran.code == 1 && ran.out.contains("by another key") && ran.out.contains(&key), "{}", ran.out);
    assert_eq!(desk.run(&["check", "site", "--key", "nothing"]).code, 2);
}

#[test]
fn a_manifest_that_was_changed_does_not_fit_its_signature() {
    let (desk, key) = signed();
    let manifest = fs::read_to_string(desk.path("site/archive.json")).unwrap();
    desk.write("site/archive.json", manifest.replace("Kho thử", "Kho giả"));
    for arguments in [&["check", "site", "--key", &key][..], &["check", "site"]] {
        let ran = desk.run(arguments);
        assert!(ran.code == 1 && ran.out.contains("changed after it was signed"), "{}", ran.out);
    }
    fs::remove_file(desk.path("site/archive.json.minisig")).unwrap();
    let ran = desk.run(&["check", "site", "--key", &key]);
    assert!(ran.code == 1 && ran.out.contains("nothing is signed"), "{}", ran.out);
    let ran = desk.run(&["check", "site"]);
    assert!(ran.code == 1 && ran.out.contains("says that it is signed"), "{}", ran.out);
    desk.write("site/archive.json.minisig", "<!doctype html>");
    let ran = desk.run(&["check", "site"]);
    assert!(ran.code == 1 && ran.out.contains("no signature of minisign"), "{}", ran.out);
}

#[test]
fn a_signature_stays_with_its_manifest_and_goes_with_it_in_words() {
    let (desk, key) = signed();
    let signature = desk.path("site/archive.json.minisig");
    let ran = desk.build("site").good();
    assert!(signature.is_file() && !ran.err.contains("signature"), "{}", ran.err);
    desk.write("in/them.md", "---\ntitle: Thêm\n---\nChữ.");
    let ran = desk.build("site").good();
    assert!(!signature.exists() && ran.err.contains("sign it again"), "{}", ran.err);
    desk.run(&["sign", "site", "--secret-key", "khoa.key"]).good();
    desk.run(&["check", "site", "--key", &key]).good();
    let ran = desk.run(&["remove", "site", "t2"]).good();
    assert!(!signature.exists() && ran.err.contains("sign it again"), "{}", ran.err);
    // An archive in one file is signed the same way.
    desk.run(&["pack", "in", "-o", "kho.json"]).good();
    desk.run(&["sign", "kho.json", "--secret-key", "khoa.key"]).good();
    desk.run(&["check", "kho.json", "--key", &key]).good();
    desk.write("in/them.md", "---\ntitle: Thêm nữa\n---\nChữ.");
    let ran = desk.run(&["pack", "in", "-o", "kho.json"]).good();
    assert!(!desk.path("kho.json.minisig").exists() && ran.err.contains("sign it again"), "{}", ran.err);
}

#[test]
fn a_manifest_names_the_key_that_signed_it_and_is_else_as_it_was() {
    let (desk, key) = signed();
    let named = fs::read(desk.path("site/archive.json")).unwrap();
    assert_eq!(tangthu_archive::signed_by(&named), Some(&*key));
    // Another key takes the place of the first, and a build of the same input leaves manifest and signature alone.
    let made = desk.run(&["keygen", "khac"]).good();
    desk.run(&["sign", "site", "--secret-key", "khac.key"]).good();
    let named = fs::read(desk.path("site/archive.json")).unwrap();
    assert_eq!(tangthu_archive::signed_by(&named), made.out.split_whitespace().last());
    desk.build("site").good();
    assert_eq!(fs::read(desk.path("site/archive.json")).unwrap(), named);
    desk.run(&["check", "site", "--key", "khac.pub"]).good();
    // Without its signature the next build is as if it never had been signed.
    fs::remove_file(desk.path("site/archive.json.minisig")).unwrap();
    desk.build("site").good();
    let plain = fs::read(desk.path("site/archive.json")).unwrap();
    assert_eq!(plain, tangthu_archive::without_key(&named));
    desk.run(&["check", "site"]).good();
}

#[test]
fn signing_that_did_not_come_to_its_end_is_told_and_mended() {
    let (desk, key) = signed();
    let (manifest, signature) = (desk.path("site/archive.json"), desk.path("site/archive.json.minisig"));
    let (named, first) = (fs::read(&manifest).unwrap(), fs::read(&signature).unwrap());
    let plain = tangthu_archive::without_key(&named);
    let other = desk.run(&["keygen", "khac"]).good().out.split_whitespace().last().unwrap().to_owned();
    let sign = || desk.run(&["sign", "site", "--secret-key", "khac.key"]);
    sign().good();
    let second = fs::read(&signature).unwrap();
    // A run may die before, between and behind the two writes; what an older program left is told the same way.
    for (manifest_there, signature_there, by) in
        [(&plain, &first, &key), (&plain, &second, &other), (&named, &second, &other)]
    {
        fs::write(&manifest, manifest_there).unwrap();
        fs::write(&signature, signature_there).unwrap();
        let ran = desk.run(&["check", "site"]);
        assert!(
            ran.code == 1 && ran.out.contains("did not come to its end") && ran.out.contains(by),
            "{}",
            ran.out
        );
        sign().good();
        let ran = desk.run(&["check", "site", "--key", "khac.pub"]).good();
        assert!(ran.out.contains("no fault"), "{}", ran.out);
    }
    // An archive that was never signed has a manifest that names none in between.
    fs::write(&manifest, &plain).unwrap();
    fs::remove_file(&signature).unwrap();
    desk.run(&["check", "site"]).good();
    // Where the signature cannot be written, the one of before still fits.
    fs::write(&manifest, &named).unwrap();
    fs::write(&signature, &first).unwrap();
    fs::create_dir(desk.path("site/.archive.json.minisig.tangthu-part")).unwrap();
    assert_eq!(sign().code, 2);
    desk.run(&["check", "site", "--key", &key]).good();
}

#[test]
fn a_key_is_never_replaced_and_may_be_locked() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    desk.write("mat-khau.txt", "đường làng\n");
    desk.run(&["keygen", "khoa", "--password-file", "mat-khau.txt"]).good();
    let before = fs::read(desk.path("khoa.key")).unwrap();
    let ran = desk.run(&["keygen", "khoa"]);
    assert!(ran.code == 2 && ran.err.contains("is there already"), "{}", ran.err);
    assert_eq!(fs::read(desk.path("khoa.key")).unwrap(), before);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(desk.path("khoa.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "others may read the secret key");
    }
    let sign = ["sign", "site", "--secret-key", "khoa.key"];
    let ran = desk.run(&sign);
    assert!(ran.code == 2 && ran.err.contains("--password-file"), "{}", ran.err);
    desk.write("sai.txt", "sai\n");
    let ran = desk.run(&[&sign[..], &["--password-file", "sai.txt"]].concat());
    assert!(ran.code == 2 && ran.err.contains("does not open"), "{}", ran.err);
    desk.run(&[&sign[..], &["--password-file", "mat-khau.txt"]].concat()).good();
    desk.run(&["check", "site", "--key", "khoa.pub"]).good();
}

#[test]
fn minisign_takes_our_signatures_and_we_take_its() {
    let Some(minisign) = minisign() else { return };
    let (desk, _) = signed();
    let run = |arguments: &[&str]| {
        let ran = Command::new(&minisign).args(arguments).current_dir(desk.folder.path()).output().unwrap();
        assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    };
    run(&["-V", "-m", "site/archive.json", "-p", "khoa.pub"]);
    // Its key without a password, and its signature, which names no key.
    run(&["-G", "-W", "-p", "cua-no.pub", "-s", "cua-no.key"]);
    run(&["-S", "-s", "cua-no.key", "-m", "site/archive.json"]);
    let ran = desk.run(&["check", "site", "--key", "cua-no.pub"]).good();
    assert!(ran.out.contains("another key than the manifest names"), "{}", ran.out);
    let ran = desk.run(&["check", "site"]);
    assert!(ran.code == 1 && ran.out.contains("give it with --key"), "{}", ran.out);
    // With its key, our command signs.
    desk.run(&["sign", "site", "--secret-key", "cua-no.key"]).good();
    run(&["-V", "-m", "site/archive.json", "-p", "cua-no.pub"]);
    desk.write("site/archive.json", "{}");
    let ran = Command::new(&minisign)
        .args(["-V", "-m", "site/archive.json", "-p", "cua-no.pub"])
        .current_dir(desk.folder.path())
        .output()
        .unwrap();
    assert!(!ran.status.success(), "minisign takes a signature for another file");
}

#[test]
fn the_public_key_in_the_place_of_the_secret_one_is_told_so() {
    let (desk, key) = signed();
    let ran = desk.run(&["sign", "site", "--secret-key", "khoa.pub"]);
    assert!(ran.code == 2 && ran.err.contains("is a public key"), "{}", ran.err);
    assert!(ran.err.contains("khoa.key") && !ran.err.contains("password"), "{}", ran.err);
    desk.write("chep.txt", &key);
    let ran = desk.run(&["sign", "site", "--secret-key", "chep.txt"]);
    assert!(ran.code == 2 && ran.err.contains("is a public key"), "{}", ran.err);
}
