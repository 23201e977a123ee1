//! The files of an archive on the site: fetches the files of one archive folder and keeps what was found right.
//!
//! Two caches: `tangthu-parts` for parts, whose names are hashes, so a copy is as good as the original; and
//! `tangthu-archives` for manifests, which change, so that the network is asked first and the copy serves without it. In a
//! page that is no secure context there are no caches, and everything is fetched. An archive that came inside the page
//! itself is read from there, and nothing is fetched or kept. What is done with signatures is in `beside`.

mod beside;

use crate::js;
use js_sys::{Array, Function, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;
use tangthu_archive::{SIGNATURE_ENDING, is_whole_json};
use tangthu_engine::Failure;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortSignal, Cache, Request, RequestCache, RequestInit, Response, Url};

const PARTS: &str = "tangthu-parts";
const ARCHIVES: &str = "tangthu-archives";
/// The folder of pictures and files of documents.
const FILES: &str = "files/";

/// How long, in milliseconds, a part may take. Parts have some tens of kilobytes, so a line on which one takes longer carries
/// nothing; without a limit whoever waits for it would wait for ever, and asking again would only wait with them.
const PART_TIME: u32 = 60_000;

/// How long, in milliseconds, a picture or a file of a document may take: the longest that an archive has (64 MB) on a line of
/// 100 KB a second. Without a limit one that stalls would hold up keeping an archive for ever.
const FILE_TIME: u32 = 660_000;

/// How often, in milliseconds, it is looked whether copies are still being written before they are dropped.
const WRITING: i32 = 20;

thread_local! {
    /// The origins that the site names besides its own.
    static NAMED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Lets archives of these origins be opened, too.
pub(crate) fn name_origins(origins: Vec<String>) {
    NAMED.replace(origins);
}

/// The folder of an archive on this site, or on one that it names.
pub(crate) struct WebHost {
    folder: String,
    manifest: String,
    /// What gives the files, where the page holds the archive.
    inside: Option<Function>,
    /// The files that came out of a cache: they need not be kept again.
    kept: RefCell<HashSet<String>>,
    /// How many copies are being written.
    writing: Rc<Cell<u32>>,
    /// The manifest that was handed out last: what the archive then consists of.
    seen: RefCell<Vec<u8>>,
    /// Whether that is the copy on this device.
    is_copy: Cell<bool>,
}

/// What an archive has on the device.
pub(crate) struct OnDevice {
    /// Its parts and attachments.
    pub(crate) files: u64,
    /// Whether a version is there whole, and if so, whether it is the one that is open.
    pub(crate) whole: Option<bool>,
    /// How many files of that version are gone again: browsers make room without asking.
    pub(crate) gone: u64,
}

impl WebHost {
    /// The host for the archive whose manifest is at `url`, and the manifest's name in its folder.
    ///
    /// A worker that was loaded from the network does not inherit the page's content policy, so the origin is checked
    /// here again and not only by the page.
    pub(crate) fn new(url: &str) -> Result<(Self, String), Failure> {
        let refused = || Failure::Refused { name: url.to_owned() };
        let parsed = Url::new(url).map_err(|_| refused())?;
        let own = js::scope().map(|scope| scope.location().origin());
        let origin = parsed.origin();
        let inside = js::inside();
        let is_known =
            || own.is_some_and(|own| own == origin) || NAMED.with_borrow(|named| named.contains(&origin));
        if inside.is_none() && !is_known() {
            return Err(refused());
        }
        let address = parsed.origin() + &parsed.pathname();
        let (folder, name) = address.rsplit_once('/').ok_or_else(refused)?;
        let host = Self {
            folder: format!("{folder}/"),
            manifest: name.to_owned(),
            inside,
            kept: RefCell::default(),
            writing: Rc::default(),
            seen: RefCell::default(),
            is_copy: Cell::default(),
        };
        Ok((host, name.to_owned()))
    }

    /// The absolute address of `name`; refused where it leads out of the archive's folder.
    fn address(&self, name: &str) -> Result<String, Failure> {
        let refused = || Failure::Refused { name: name.chars().take(200).collect() };
        let strange = |c: char| c.is_control() || matches!(c, '\\' | '?' | '#' | ':');
        // The manifest's name comes from an address that was parsed; names of parts come from the archive.
        if name != self.manifest
            && (name.contains(strange)
                || name
                    .split('/')
                    .any(|step| step.is_empty() || step.starts_with('.') || step.contains("%2")))
        {
            return Err(refused());
        }
        let url = Url::new_with_base(name, &self.folder).map_err(|_| refused())?;
        if url.href().starts_with(&self.folder) { Ok(url.href()) } else { Err(refused()) }
    }

    /// The copy of `name` in its cache, if there is one.
    async fn copy(&self, name: &str, address: &str) -> Option<Vec<u8>> {
        let bytes = cached(self.cache_of(name), address).await?;
        self.kept.borrow_mut().insert(name.to_owned());
        Some(bytes)
    }

    /// The manifest to open without a network: of the version that is here whole, else the one that was seen last.
    async fn older(&self, name: &str, address: &str) -> Option<Vec<u8>> {
        match cached(ARCHIVES, &whole(address)).await {
            Some(bytes) => Some(bytes),
            None => self.copy(name, address).await,
        }
    }

    /// The cache in which `name` is kept. The manifest changes, whatever it is called.
    fn cache_of(&self, name: &str) -> &'static str {
        // Pictures and files of documents are named by their hashes, as parts are.
        let is_fixed = name.ends_with(".bin") || name.starts_with(FILES);
        if name != self.manifest && is_fixed { PARTS } else { ARCHIVES }
    }
}

/// Where the manifest of a version that is here whole lies beside the one that was seen last.
fn whole(address: &str) -> String {
    format!("{address}?whole")
}

/// How the address of such a list ends.
const WHOLE_NAMES: &str = "?whole-names";

/// Where the names of the files of that version lie, one a line.
fn whole_names(address: &str) -> String {
    format!("{address}{WHOLE_NAMES}")
}

async fn open_cache(cache: &str) -> Option<Cache> {
    let cache = JsFuture::from(js::caches()?.open(cache)).await.ok()?;
    cache.dyn_into().ok()
}

/// The addresses of all that is in `cache`.
async fn addresses_in(cache: &str) -> Vec<String> {
    let Some(cache) = open_cache(cache).await else { return Vec::new() };
    let Ok(keys) = JsFuture::from(cache.keys()).await else { return Vec::new() };
    let keys = Array::from(&keys);
    keys.iter().filter_map(|key| key.dyn_into::<Request>().ok()).map(|key| key.url()).collect()
}

/// The copy of `address` in `cache`, if there is one.
async fn cached(cache: &str, address: &str) -> Option<Vec<u8>> {
    let found = JsFuture::from(open_cache(cache).await?.match_with_str(address)).await.ok()?;
    body(&found.dyn_into().ok()?).await.ok()
}

/// Puts bytes into a cache.
async fn store(cache: &str, address: &str, bytes: &[u8]) -> Result<(), String> {
    let cache = open_cache(cache).await.ok_or_else(|| "no cache".to_owned())?;
    let mut copy = bytes.to_vec();
    let response = Response::new_with_opt_u8_array(Some(&mut copy)).map_err(|error| js::words(&error))?;
    JsFuture::from(cache.put_with_str(address, &response)).await.map(drop).map_err(|error| js::words(&error))
}

async fn remove(cache: &str, address: &str) {
    if let Some(cache) = open_cache(cache).await {
        // What is not there need not be removed.
        let _ = JsFuture::from(cache.delete_with_str(address)).await;
    }
}

async fn body(response: &Response) -> Result<Vec<u8>, String> {
    let buffer = response.array_buffer().map_err(|error| js::words(&error))?;
    let buffer = JsFuture::from(buffer).await.map_err(|error| js::words(&error))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Fetches `address` over the network, past the browser's own cache as `mode` says.
async fn download(name: &str, address: &str, mode: RequestCache) -> Result<Vec<u8>, Failure> {
    let unreachable = |reason: String| Failure::Unreachable { name: name.to_owned(), reason };
    let scope = js::scope().ok_or_else(|| unreachable("no worker".to_owned()))?;
    let options = RequestInit::new();
    options.set_cache(mode);
    let limit = if name.starts_with(FILES) { FILE_TIME } else { PART_TIME };
    // A one-file archive may be large, and takes the time that it takes.
    if limit == FILE_TIME || name.ends_with(".bin") || name.ends_with(SIGNATURE_ENDING) {
        options.set_signal(Some(&AbortSignal::timeout_with_u32(limit)));
    }
    let request =
        Request::new_with_str_and_init(address, &options).map_err(|error| unreachable(js::words(&error)))?;
    let response = JsFuture::from(scope.fetch_with_request(&request)).await;
    let response: Response =
        response.and_then(JsCast::dyn_into).map_err(|error| unreachable(js::words(&error)))?;
    // A redirect to another site would show that site's archive under this one's address.
    let (came_from, asked) = (Url::new(&response.url()), Url::new(address));
    if let (Ok(came_from), Ok(asked)) = (came_from, asked)
        && came_from.origin() != asked.origin()
    {
        return Err(Failure::Refused { name: name.to_owned() });
    }
    match response.status() {
        404 | 410 => Err(Failure::Missing { name: name.to_owned() }),
        _ if !response.ok() => Err(unreachable(format!("HTTP {}", response.status()))),
        _ => body(&response).await.map_err(unreachable),
    }
}

impl WebHost {
    /// As `Host::fetch` says.
    pub(crate) async fn fetch(&self, name: &str, fresh: bool) -> Result<Vec<u8>, Failure> {
        if let Some(inside) = &self.inside {
            return js::given(inside, name).await.ok_or_else(|| Failure::Missing { name: name.to_owned() });
        }
        let address = self.address(name)?;
        let cache = self.cache_of(name);
        if cache == PARTS {
            if !fresh && let Some(bytes) = self.copy(name, &address).await {
                return Ok(bytes);
            }
            self.kept.borrow_mut().remove(name);
            let mode = if fresh { RequestCache::Reload } else { RequestCache::Default };
            return download(name, &address, mode).await;
        }
        let mode = if fresh { RequestCache::Reload } else { RequestCache::NoCache };
        let mut is_copy = false;
        let answer = match download(name, &address, mode).await {
            // Missing is an answer of the server's; only where there is no answer does a copy speak for it.
            Err(failure @ Failure::Unreachable { .. }) => {
                is_copy = true;
                self.older(name, &address).await.ok_or(failure)
            }
            // A network that wants a login answers everything with its own page, and a proxy may cut an answer short.
            Ok(odd) if !is_whole_json(&odd) => {
                let older = self.older(name, &address).await;
                is_copy = older.is_some();
                Ok(older.unwrap_or(odd))
            }
            answered => answered,
        };
        answer.inspect(|bytes| self.hand_out(name, bytes, is_copy))
    }

    /// As `Host::older` says; only of the manifest.
    pub(crate) async fn fall_back(&self, name: &str) -> Option<Vec<u8>> {
        let bytes = self.older(name, &self.address(name).ok()?).await?;
        self.hand_out(name, &bytes, true);
        Some(bytes)
    }

    /// Notes a manifest that is handed out, and whether it is the copy: what was handed out and where it came from belong together,
    /// whichever answer it was.
    fn hand_out(&self, name: &str, bytes: &[u8], is_copy: bool) {
        if name == self.manifest {
            self.seen.replace(bytes.to_vec());
            self.is_copy.set(is_copy);
        }
    }

    /// The copy of a part that is on the device, as it was put there.
    pub(crate) async fn copy_of(&self, name: &str) -> Option<Vec<u8>> {
        self.copy(name, &self.address(name).ok()?).await
    }

    /// Puts a file into its cache and waits until it is there.
    ///
    /// # Errors
    /// When the browser has no room for it, or forbids it.
    pub(crate) async fn put(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let address = self.address(name).map_err(|failure| failure.to_string())?;
        store(self.cache_of(name), &address, bytes).await
    }

    /// Makes `manifest` the one to open without a network, now that all of its parts, `names`, are here, and drops parts that it
    /// does not name: an older version's. False where the browser refuses.
    pub(crate) async fn keep_whole(&self, manifest: &[u8], names: &HashSet<String>) -> bool {
        let Ok(address) = self.address(&self.manifest) else { return false };
        let list = names.iter().map(String::as_str).collect::<Vec<_>>().join("\n");
        if !self.keep_signature_whole(manifest).await
            || store(ARCHIVES, &whole_names(&address), list.as_bytes()).await.is_err()
            || store(ARCHIVES, &whole(&address), manifest).await.is_err()
        {
            return false;
        }
        let named: HashSet<String> = names.iter().filter_map(|name| self.address(name).ok()).collect();
        for old in self.own_on_device().await.into_iter().filter(|address| !named.contains(address)) {
            remove(PARTS, &old).await;
        }
        true
    }

    /// What of the archive is on the device.
    pub(crate) async fn stored(&self) -> OnDevice {
        let address = self.address(&self.manifest).unwrap_or_default();
        let whole = cached(ARCHIVES, &whole(&address)).await;
        let names = cached(ARCHIVES, &whole_names(&address)).await.unwrap_or_default();
        let seen = self.seen.borrow().clone();
        let here: HashSet<String> = self.on_device().await.into_iter().collect();
        let names = String::from_utf8(names).unwrap_or_default();
        let gone = |name: &&str| self.address(name).is_ok_and(|address| !here.contains(&address));
        let gone = if whole.is_some() { names.lines().filter(gone).count() } else { 0 };
        let files = self.own_on_device().await.len() as u64;
        OnDevice { files, whole: whole.map(|bytes| bytes == seen), gone: gone as u64 }
    }

    /// Drops all of the archive from the device.
    pub(crate) async fn drop_all(&self) {
        // A copy that is being written would come back.
        while self.writing.get() > 0 {
            js::pause(WRITING).await;
        }
        for address in self.own_on_device().await {
            remove(PARTS, &address).await;
        }
        let address = self.address(&self.manifest).unwrap_or_default();
        remove(ARCHIVES, &whole(&address)).await;
        remove(ARCHIVES, &whole_names(&address)).await;
        remove(ARCHIVES, &address).await;
        self.drop_signatures().await;
        self.kept.borrow_mut().clear();
    }

    /// The addresses of all parts and attachments in this archive's folder that are in the cache.
    async fn on_device(&self) -> Vec<String> {
        let folders = ["parts/", FILES].map(|folder| format!("{}{folder}", self.folder));
        let urls = addresses_in(PARTS).await.into_iter();
        urls.filter(|url| folders.iter().any(|folder| url.starts_with(folder))).collect()
    }

    /// Those of them that no other archive of the folder needs, which is here whole: its parts lie beside this one's.
    async fn own_on_device(&self) -> Vec<String> {
        let own = self.address(&self.manifest).map(|address| whole_names(&address)).unwrap_or_default();
        let mut others = HashSet::new();
        for list in addresses_in(ARCHIVES).await {
            if list != own && list.starts_with(&self.folder) && list.ends_with(WHOLE_NAMES) {
                let names = cached(ARCHIVES, &list).await.unwrap_or_default();
                let names = String::from_utf8(names).unwrap_or_default();
                others.extend(names.lines().filter_map(|name| self.address(name).ok()));
            }
        }
        self.on_device().await.into_iter().filter(|address| !others.contains(address)).collect()
    }

    /// As `Host::keep` says.
    pub(crate) async fn keep(&self, name: &str, bytes: &[u8]) {
        let Ok(address) = self.address(name) else { return };
        if self.inside.is_some() || js::caches().is_none() || !self.kept.borrow_mut().insert(name.to_owned())
        {
            return;
        }
        let (cache, copy) = (self.cache_of(name), bytes.to_vec());
        // Nobody waits for the disk: the answer goes on while the copy is written. A full disk or a private window refuses;
        // reading goes on, and only the offline copy of this file is missing.
        let writing = Rc::clone(&self.writing);
        writing.set(writing.get() + 1);
        spawn_local(async move {
            store(cache, &address, &copy).await.unwrap_or_default();
            writing.set(writing.get() - 1);
        });
    }
}
