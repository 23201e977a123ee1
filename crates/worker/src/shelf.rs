//! The archives that this page has opened: from the site, or from files of the device.
//!
//! One is in front: all questions that name none are about it. The others stay open, so that all can be searched at once.

use crate::host::WebHost;
use crate::later;
use crate::local::LocalFiles;
use std::cell::RefCell;
use std::rc::Rc;
use tangthu_engine::{Failure, Host, InMemory, Reader};

/// Archives that stay open, at most; the one that was opened longest ago makes room.
const MAX_OPEN: usize = 8;
/// How addresses of archives from files of the device begin.
pub(crate) const LOCAL: &str = "local:";

/// Where the files of an archive come from.
pub(crate) enum ArchiveHost {
    /// The site.
    Web(WebHost),
    /// Files of the device.
    Local(Rc<LocalFiles>),
}

impl Host for ArchiveHost {
    async fn fetch(&self, name: &str, fresh: bool) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Web(host) => host.fetch(name, fresh).await,
            Self::Local(files) => (files.read)(Rc::clone(files), name.to_owned()).await,
        }
    }

    async fn inflate(&self, bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, String> {
        crate::js::gunzip(&bytes, limit).await.map_err(|error| crate::js::words(&error))
    }

    async fn keep(&self, name: &str, bytes: &[u8]) {
        if let Self::Web(host) = self {
            host.keep(name, bytes).await;
        }
    }

    async fn older(&self, name: &str) -> Option<Vec<u8>> {
        match self {
            Self::Web(host) => host.fall_back(name).await,
            Self::Local(_) => None,
        }
    }

    async fn modern_table(&self, name: &str, json: Vec<u8>) -> Result<Vec<u8>, Failure> {
        later::read_old_table(name.to_owned(), json).await.map_err(|later::Trouble(failure)| failure)
    }

    async fn index(&self, name: &str, bytes: Vec<u8>) -> Result<InMemory, Failure> {
        later::read_one_file(name.to_owned(), bytes).await.map_err(|later::Trouble(failure)| failure)
    }
}

/// An open archive.
pub(crate) type Open = Reader<ArchiveHost>;

/// The open archives, the newest last.
#[derive(Default)]
pub(crate) struct Shelf {
    open: RefCell<Vec<(String, Rc<Open>)>>,
    local: RefCell<Vec<(String, Rc<LocalFiles>)>>,
}

impl Shelf {
    /// Opens the archive at `address`, also one that is open: it may have been published anew.
    pub(crate) async fn open(&self, address: &str) -> Result<Rc<Open>, Failure> {
        let (host, name) = if address.starts_with(LOCAL) {
            let local =
                self.local.borrow().iter().find(|(known, _)| known == address).map(|(_, f)| Rc::clone(f));
            let files = local.ok_or_else(|| Failure::Closed { name: address[LOCAL.len()..].to_owned() })?;
            let name = files.manifest.clone();
            (ArchiveHost::Local(files), name)
        } else {
            let (host, name) = WebHost::new(address)?;
            (ArchiveHost::Web(host), name)
        };
        let reader = Rc::new(Reader::open(host, &name).await?);
        let mut open = self.open.borrow_mut();
        open.retain(|(known, _)| known != address);
        if open.len() >= MAX_OPEN {
            open.remove(0);
        }
        open.push((address.to_owned(), Rc::clone(&reader)));
        Ok(reader)
    }

    /// The archive at `address`, opened if it is not.
    pub(crate) async fn take(&self, address: &str) -> Result<Rc<Open>, Failure> {
        let known = self.open.borrow().iter().find(|(known, _)| known == address).map(|(_, r)| Rc::clone(r));
        match known {
            Some(reader) => Ok(reader),
            None => self.open(address).await,
        }
    }

    /// Puts away an archive; it can be opened again.
    pub(crate) fn close(&self, address: &str) {
        self.open.borrow_mut().retain(|(known, _)| known != address);
    }

    /// All open archives with their addresses, in the order in which they were opened.
    pub(crate) fn all(&self) -> Vec<(String, Rc<Open>)> {
        self.open.borrow().clone()
    }

    /// Takes in files of the device, and gives the address under which they can be opened: its name, and a number where
    /// another of that name is there.
    pub(crate) fn add(&self, name: &str, files: LocalFiles) -> String {
        let mut local = self.local.borrow_mut();
        let plain = format!("{LOCAL}{name}");
        let taken = |address: &str| local.iter().any(|(known, _)| known == address);
        let numbered = (2..).map(|n| format!("{plain} ({n})"));
        let address = std::iter::once(plain.clone()).chain(numbered).find(|address| !taken(address));
        let address = address.unwrap_or(plain);
        local.push((address.clone(), Rc::new(files)));
        address
    }
}
