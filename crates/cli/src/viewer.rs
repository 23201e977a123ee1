//! The viewer that a site carries: inside the command, or in a folder that the publisher names.

use crate::{host::is_plain_name, output::Problem};
use serde::Deserialize;
use std::{borrow::Cow, path::Path};

/// The list of the viewer's files, in the folder that holds them.
const LIST_NAME: &str = "viewer.json";

mod embedded {
    //! The files that build.rs found.
    include!(concat!(env!("OUT_DIR"), "/viewer_files.rs"));
}

/// The viewer's files by name.
#[derive(Debug)]
pub(crate) struct Viewer {
    pub(crate) files: Vec<(String, Cow<'static, [u8]>)>,
}

#[derive(Deserialize)]
struct List {
    files: Vec<String>,
}

impl Viewer {
    /// The viewer in `folder`, or the one inside the command.
    pub(crate) fn find(folder: Option<&Path>) -> Result<Self, Problem> {
        match folder {
            Some(folder) => Self::read(folder),
            None if embedded::FILES.is_empty() => Err(Problem::new(
                "this command was built without the viewer inside, so it cannot make a site; name a built viewer with --viewer DIR, \
                 make the whole command with `cargo xtask dist`, or make an archive alone with `tangthu pack`",
            )),
            None => {
                let files = embedded::FILES.iter();
                Ok(Self {
                    files: files.map(|(name, bytes)| ((*name).to_owned(), Cow::Borrowed(*bytes))).collect(),
                })
            }
        }
    }

    fn read(folder: &Path) -> Result<Self, Problem> {
        let list = folder.join(LIST_NAME);
        let remedy = "name the folder `dist` that `trunk build --release` makes";
        let bytes = std::fs::read(&list).map_err(|error| {
            Problem::new(format_args!("{} cannot be read ({error}); {remedy}", list.display()))
        })?;
        let names: List = serde_json::from_slice(&bytes).map_err(|error| {
            Problem::new(format_args!("{} is no list of files ({error}); {remedy}", list.display()))
        })?;
        let mut files = Vec::with_capacity(names.files.len());
        for name in names.files {
            if !is_plain_name(&name) {
                return Err(Problem::new(format_args!(
                    "{} lists \"{name}\", which is no plain name; {remedy}",
                    list.display()
                )));
            }
            let bytes = std::fs::read(folder.join(&name)).map_err(|error| {
                Problem::new(format_args!(
                    "the viewer's file {name} cannot be read ({error}); build the viewer again"
                ))
            })?;
            files.push((name, Cow::Owned(bytes)));
        }
        if !files.iter().any(|(name, _)| name == "index.html") {
            return Err(Problem::new(format_args!("{} lists no index.html; {remedy}", list.display())));
        }
        Ok(Self { files })
    }
}
