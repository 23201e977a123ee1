//! The command run as its users run it: on folders, by its name.

#![allow(dead_code, reason = "each file of tests uses a part of these helpers")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop with the value it met"
)]

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Write},
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

/// What a run gave.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The standard output as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }

    /// Stops unless the command ended well.
    pub(crate) fn good(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }
}

/// A folder that is gone afterwards, in which the command runs.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tangthu"));
        command.args(arguments).current_dir(self.folder.path());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) }
    }

    /// A desk with documents in `in/` and a viewer in `viewer/`.
    pub(crate) fn with_documents() -> Self {
        let desk = Self::new();
        for (name, text) in [
            ("in/tangthu.toml", "title = \"Kho thử\"\nlanguage = \"vi\"\n"),
            (
                "in/sach.md",
                "---\ntitle: Thư viện mở thêm phòng đọc\nsection: [Văn hóa]\npublished: 05/09/2021\nsource: Bản tin xã\n---\nPhòng đọc có kệ sách cho thiếu nhi ở quận Mơ.\n",
            ),
            (
                "in/duong.md",
                "---\ntitle: Đường ra đồng đã đắp xong\nsection: [Giao thông]\npublished: 2022-03\n---\nĐường dài một cây số, đắp theo Kế hoạch số 12-KH/QU của Quận ủy Mơ.\n",
            ),
            (
                "in/tin.jsonl",
                "{\"id\":\"t1\",\"title\":\"Chợ quê họp lại\",\"date\":\"2021-11-05T08:19:45Z\",\"body\":\"Chợ họp sáu phiên.\"}\n{\"title\":\n{\"id\":\"t2\",\"title\":\"Lễ hội làng\",\"body\":\"Làng mở hội.\"}\n",
            ),
        ] {
            desk.write(name, text);
        }
        desk.viewer("viewer", "một");
        desk
    }

    /// A viewer that is none, but has the files of one; `version` changes its bytes and so its names.
    pub(crate) fn viewer(&self, folder: &str, version: &str) {
        let script = format!("// {version}\n");
        let hash = tangthu_archive::Sha256Hex::of(script.as_bytes()).prefix(16);
        let app = format!("app/viewer-{hash}.js");
        let page = format!("<!doctype html><title>thử</title><script src=\"{app}\"></script>");
        for (name, bytes) in
            [("index.html", page.as_str()), ("sw.js", "//"), ("manifest.webmanifest", "{}"), (&app, &script)]
        {
            self.write(&format!("{folder}/{name}"), bytes);
        }
        let list = format!(
            "{{\"version\":\"1\",\"files\":[\"index.html\",\"sw.js\",\"manifest.webmanifest\",\"{app}\"]}}"
        );
        self.write(&format!("{folder}/viewer.json"), list);
    }

    pub(crate) fn build(&self, site: &str) -> Ran {
        self.run(&["build", "in", "-o", site, "--viewer", "viewer"])
    }
}

/// A ZIP file of these members, in this order.
pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Every file below a folder with its bytes.
pub(crate) fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}
