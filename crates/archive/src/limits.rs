//! The most that a file may ask for. Every length and count in a bundle is compared with one of these before a byte is
//! allocated for it: an archive is untrusted input (invariant 6).

/// A manifest lists totals and one table a segment; the design keeps it under 4 KB for a million documents. This is the
/// bound past which a reader refuses it.
pub const MAX_MANIFEST_BYTES: usize = 64 * 1024;

/// A one-file archive is parsed whole in a browser tab; beyond this a folder archive is the right shape.
pub const MAX_ONE_FILE_BYTES: usize = 64 * 1024 * 1024;

/// The most that one part may inflate to. Parts aim at 16–64 KB on the wire; one very long document still fits.
pub const MAX_PART_BYTES: u32 = 32 * 1024 * 1024;

/// Segments hold up to 100,000 documents each, so this allows a hundred million.
pub const MAX_SEGMENTS: usize = 1_000;

/// Documents of one segment. Writers stay at 100,000; a reader keeps a few bytes for each while it searches.
pub const MAX_SEGMENT_DOCUMENTS: u32 = 500_000;

/// Documents of one archive: ordinals are `u32`, and totals are added up without overflow below this.
pub const MAX_DOCUMENTS: u32 = 100_000_000;

/// Entries of one table page; the writer uses [`crate::PAGE_ENTRIES`], a reader accepts up to this many.
pub const MAX_TABLE_ENTRIES: usize = 100_000;

/// Characters of the id of a document, which stands in addresses, where some hosts and programs cut what is longer than 2,000 bytes.
pub const MAX_ID_CHARS: usize = 400;

/// Parts of one kind in one segment: the last page begins with number [`MAX_TABLE_ENTRIES`] at the latest, and none is written with
/// more than four times [`crate::PAGE_ENTRIES`]. Pages may be named over and over, so what they list is counted, too.
pub const MAX_KIND_PARTS: usize = MAX_TABLE_ENTRIES + 4 * crate::PAGE_ENTRIES;

/// Steps of a section path. Every path above one is counted as well, so a path of n steps costs n² bytes; the deepest menus of
/// portals have five or six.
pub const MAX_SECTION_STEPS: usize = 16;

/// Bytes of a section path with what stands between its steps: sixteen names of usual length, in Vietnamese.
pub const MAX_SECTION_BYTES: usize = 1_000;
