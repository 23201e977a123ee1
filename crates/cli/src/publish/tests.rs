//! Runs that die at every step, and what the next run makes of what they leave.

use super::*;
use crate::signature::{self, Verdict};
use std::borrow::Cow;
use tangthu_archive::{signed_by, signed_comment, with_key};

/// A generation of a site: what its files are called and hold depends on its name.
fn generation(name: &str) -> BTreeMap<String, Vec<u8>> {
    let hash = Sha256Hex::of(name.as_bytes()).prefix(16);
    let files = [
        ("parts/common.bin".to_owned(), "common".to_owned()),
        (format!("parts/{name}.bin"), name.to_owned()),
        (format!("app/viewer-{hash}.js"), name.to_owned()),
        ("sw.js".to_owned(), format!("// {name}")),
        ("index.html".to_owned(), format!("<title>{name}</title>")),
    ];
    files.into_iter().map(|(file, text)| (file, text.into_bytes())).collect()
}

fn manifest(name: &str) -> Vec<u8> {
    format!("{{\"generation\":\"{name}\"}}\n").into_bytes()
}

/// Builds a generation; with `steps` the run dies after so many changes of the folder.
fn build(root: &Path, name: &str, steps: Option<usize>) -> io::Result<Published> {
    let Ok(mut publisher) = Publisher::open(root) else {
        unreachable!("{name} {steps:?}: the folder is refused")
    };
    publisher.steps_left = steps;
    let files = generation(name);
    let (parts, viewer): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(file, _)| file.starts_with("parts/"));
    for (file, bytes) in parts {
        publisher.write(&file, &bytes)?;
    }
    let files = viewer.into_iter().map(|(file, bytes)| (file, Cow::Owned(bytes))).collect();
    publisher.viewer(&Viewer { files })?;
    publisher.finish(&manifest(name))
}

/// The names of all files but the list.
fn names(root: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for folder in ["", "app/", "parts/"] {
        let Ok(entries) = fs::read_dir(root.join(folder)) else { continue };
        for entry in entries.flatten().filter(|entry| entry.path().is_file()) {
            found.insert(format!("{folder}{}", entry.file_name().to_string_lossy()));
        }
    }
    found.remove(LIST_NAME);
    found
}

/// The names of the files of a generation as it is published.
fn whole(name: &str) -> BTreeSet<String> {
    let fixed = [MANIFEST_NAME, HEADERS_NAME, ".nojekyll"].map(str::to_owned);
    generation(name).into_keys().chain(fixed).collect()
}

/// The generation whose manifest is in its place.
fn published(root: &Path) -> Option<&'static str> {
    let bytes = fs::read(root.join(MANIFEST_NAME)).ok()?;
    ["one", "two", "three"].into_iter().find(|name| manifest(name) == bytes)
}

fn list(root: &Path) -> List {
    List::read(root).ok().flatten().unwrap_or_default()
}

/// Lets `name` die after every number of steps in a folder that `prepare` made, and hands each to `look`. Returns how many
/// times it died.
fn die_at_every_step(name: &str, prepare: impl Fn(&Path), look: impl Fn(&Path, usize)) -> usize {
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        prepare(&root);
        if build(&root, name, Some(steps)).is_ok() {
            return steps;
        }
        let list = list(&root);
        let named: BTreeSet<String> =
            [&list.now.current, &list.now.previous, &list.pending].into_iter().flatten().cloned().collect();
        let unnamed: Vec<_> =
            names(&root).difference(&named).filter(|file| *file != MANIFEST_NAME).cloned().collect();
        assert!(unnamed.is_empty(), "{steps}: {unnamed:?} lie in the folder and in no list");
        look(&root, steps);
    }
    0
}

#[test]
fn a_first_build_that_dies_at_any_step_locks_nothing_and_leaves_nothing() {
    let deaths = die_at_every_step(
        "one",
        |_| {},
        |root, steps| {
            let was_published = published(root).is_some();
            build(root, "two", None).unwrap();
            let mut wanted = whole("two");
            if was_published {
                wanted.extend(whole("one"));
            }
            assert_eq!(names(root), wanted, "{steps}");
            assert!(list(root).is_final());
        },
    );
    assert!(deaths > 10, "{deaths}");
}

#[test]
fn a_later_build_that_dies_at_any_step_is_the_generation_before_only_if_it_was_published() {
    let prepare = |root: &Path| {
        build(root, "zero", None).unwrap();
        build(root, "one", None).unwrap();
    };
    let deaths = die_at_every_step("two", prepare, |root, steps| {
        let live = published(root).unwrap();
        // Readers of the published generation, and of the one before unless it was being removed, miss nothing.
        assert!(whole(live).is_subset(&names(root)), "{steps}: {live} is not whole");
        assert!(live == "two" || whole("zero").is_subset(&names(root)), "{steps}");
        assert_eq!(list(root).now.current, whole(live), "{steps}");
        build(root, "three", None).unwrap();
        let wanted: BTreeSet<String> = whole("three").union(&whole(live)).cloned().collect();
        assert_eq!(names(root), wanted, "{steps}");
        let previous: BTreeSet<String> = whole(live).difference(&whole("three")).cloned().collect();
        assert_eq!(list(root).now.previous, previous, "{steps}");
    });
    assert!(deaths > 10, "{deaths}");
}

#[test]
fn the_same_build_again_adopts_what_the_dead_run_wrote() {
    let whole_run = tempfile::tempdir().unwrap();
    build(whole_run.path(), "one", None).unwrap();
    let bytes = fs::read(whole_run.path().join(LIST_NAME)).unwrap();
    die_at_every_step(
        "one",
        |_| {},
        |root, steps| {
            // Twice dead is no worse than once.
            let _ = build(root, "two", Some(4));
            build(root, "one", None).unwrap();
            assert!(whole("one").is_subset(&names(root)), "{steps}");
            if published(whole_run.path()) == published(root) {
                let list: List = serde_json::from_slice(&fs::read(root.join(LIST_NAME)).unwrap()).unwrap();
                let clean: List = serde_json::from_slice(&bytes).unwrap();
                assert_eq!((list.now, list.pending.len()), (clean.now, 0), "{steps}");
            }
        },
    );
}

#[test]
fn a_file_half_written_by_a_dead_run_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    assert!(build(folder.path(), "one", Some(3)).is_err());
    let half = folder.path().join("parts/.one.bin.tangthu-part");
    fs::write(&half, "on").unwrap();
    build(folder.path(), "two", None).unwrap();
    assert!(!half.exists());
    assert_eq!(names(folder.path()), whole("two"));
}

#[test]
fn folders_made_for_a_result_that_never_came_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("a/b");
    drop(Publisher::open(&root).ok().unwrap());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    // A folder that was there stays, empty as it is.
    fs::create_dir_all(&root).unwrap();
    drop(Publisher::open(&root).ok().unwrap());
    assert!(root.exists());
}

/// Signs what is published, as `tangthu sign` does.
fn sign(root: &Path) {
    let path = root.join(MANIFEST_NAME);
    let keys = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    let key = keys.pk.to_base64();
    let named = with_key(&fs::read(&path).unwrap(), &key);
    let comment = signed_comment(0, MANIFEST_NAME, &key);
    let made = minisign::sign(Some(&keys.pk), &keys.sk, &named[..], Some(&comment), None).unwrap();
    fs::write(signature::beside(&path), made.to_string()).unwrap();
    fs::write(&path, named).unwrap();
}

#[test]
fn a_build_that_dies_at_any_step_leaves_a_signed_manifest_with_its_signature_or_one_that_names_no_key() {
    let (mut signed, mut beside_new) = (0, 0);
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        build(root, "one", None).unwrap();
        sign(root);
        if build(root, "two", Some(steps)).is_ok() {
            break;
        }
        let path = root.join(MANIFEST_NAME);
        if signed_by(&fs::read(&path).unwrap()).is_some() {
            signed += 1;
            assert!(matches!(signature::verify(&path, None), Verdict::Good { .. }), "{steps}");
            // The generation that stays does not lose what the dead run did not change.
            build(root, "one", None).unwrap();
            assert!(matches!(signature::verify(&path, None), Verdict::Good { .. }), "{steps}");
        } else {
            beside_new += usize::from(signature::beside(&path).exists());
            build(root, "two", None).unwrap();
            assert_eq!(signature::verify(&path, None), Verdict::Absent, "{steps}");
        }
    }
    assert!(signed > 5 && beside_new == 1, "{signed} {beside_new}");
}
