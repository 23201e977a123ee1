//! Compressing what is written, with gzip. Posting lists and texts stand side by side in one part and want to be compressed
//! differently; what the browser opens is one stream all the same.

use std::{cell::RefCell, io};
use zlib_rs::{Deflate, DeflateConfig, DeflateFlush, Status, Strategy, compress_bound};

/// Of texts, higher levels save 1 % and take three times as long.
const LEVEL: i32 = 6;

/// Raw deflate with the largest window: the header and the sum around it are gzip's.
const WINDOW_BITS: i32 = -15;

/// Name and time are left out of the header, so that the same bytes come out every time; 255 is a system that is not told.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

thread_local! {
    /// Each thread compresses thousands of parts; memory asked for and given back so often would be left in shreds.
    static SQUEEZER: RefCell<Squeezer> = RefCell::new(Squeezer::new());
}

/// Compresses `bytes` with gzip.
///
/// # Errors
/// Never in practice: it writes to memory.
pub fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    gzip_in_pieces(bytes, &[])
}

/// Compresses `bytes` with a new code from each of the `seams` on, which are in order: for each piece the shorter of two, one that
/// looks for repetitions and one that does not. In lists of gaps and impacts a repetition is chance, and naming it costs more than it
/// saves: without, long lists are an eighth shorter.
pub(crate) fn gzip_in_pieces(bytes: &[u8], seams: &[usize]) -> io::Result<Vec<u8>> {
    SQUEEZER.with_borrow_mut(|squeezer| squeezer.gzip(bytes, seams))
}

/// The two ways of compressing a piece, and what is being made.
struct Squeezer {
    ways: [Way; 2],
    whole: Vec<u8>,
}

/// A way of compressing, and what it made of the last piece.
struct Way {
    deflate: Deflate,
    out: Vec<u8>,
}

impl Squeezer {
    fn new() -> Self {
        Self { ways: [Strategy::Default, Strategy::HuffmanOnly].map(Way::new), whole: Vec::new() }
    }

    fn gzip(&mut self, bytes: &[u8], seams: &[usize]) -> io::Result<Vec<u8>> {
        self.whole.clear();
        self.whole.extend_from_slice(&HEADER);
        let mut from = 0;
        for to in seams.iter().copied().filter(|&seam| seam < bytes.len()) {
            if let Some(piece) = bytes.get(from..to).filter(|piece| !piece.is_empty()) {
                self.add(piece, DeflateFlush::SyncFlush)?;
                from = to;
            }
        }
        // The last piece ends the stream, even if nothing is in it.
        self.add(bytes.get(from..).unwrap_or_default(), DeflateFlush::Finish)?;
        self.whole.extend_from_slice(&zlib_rs::crc32::crc32(0, bytes).to_le_bytes());
        // Gzip tells the length modulo 2^32.
        self.whole.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        Ok(self.whole.as_slice().to_vec())
    }

    /// Adds one piece as the shorter way makes it.
    fn add(&mut self, piece: &[u8], flush: DeflateFlush) -> io::Result<()> {
        let [repeating, single] = &mut self.ways;
        let repeating = repeating.squeeze(piece, flush)?;
        let single = single.squeeze(piece, flush)?;
        self.whole.extend_from_slice(if single.len() < repeating.len() { single } else { repeating });
        Ok(())
    }
}

impl Way {
    fn new(strategy: Strategy) -> Self {
        let config =
            DeflateConfig { level: LEVEL, window_bits: WINDOW_BITS, strategy, ..DeflateConfig::default() };
        Self { deflate: Deflate::new_with_config(config), out: Vec::new() }
    }

    /// Compresses a piece, which knows nothing of those before and ends at a whole byte, so that pieces are put together as they are.
    fn squeeze(&mut self, piece: &[u8], flush: DeflateFlush) -> io::Result<&[u8]> {
        /// What ends a piece.
        const ENDING: usize = 64;
        self.deflate.reset();
        // The bound is made for the default strategy; a code of single bytes is given an eighth more.
        let room = compress_bound(piece.len()) + piece.len() / 8 + ENDING;
        if self.out.len() < room {
            self.out.resize(room, 0);
        }
        let status = self.deflate.compress(piece, &mut self.out, flush);
        let status = status.map_err(|error| io::Error::other(error.as_str()))?;
        let length = usize::try_from(self.deflate.total_out()).map_err(io::Error::other)?;
        let ended = flush != DeflateFlush::Finish || status == Status::StreamEnd;
        if !ended || length >= self.out.len() || self.deflate.total_in() != piece.len() as u64 {
            return Err(io::Error::other("a part could not be compressed; tell the makers of this program"));
        }
        Ok(&self.out[..length])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn opened(stored: &[u8]) -> Vec<u8> {
        let mut content = Vec::new();
        let mut decoder = flate2::bufread::GzDecoder::new(stored);
        io::Read::read_to_end(&mut decoder, &mut content).unwrap();
        assert!(decoder.into_inner().is_empty(), "nothing stands behind the stream");
        content
    }

    proptest! {
        #[test]
        fn what_was_compressed_in_pieces_reads_back(
            runs in proptest::collection::vec((any::<u8>(), 0usize..3_000, any::<bool>()), 0..8),
            seams in proptest::collection::vec(0usize..20_000, 0..6),
        ) {
            let mut bytes = Vec::new();
            for (byte, length, noise) in runs {
                bytes.extend((0..length).map(|at| if noise { byte.wrapping_mul(at as u8 ^ (at >> 8) as u8) } else { byte }));
            }
            let mut seams = seams;
            seams.sort_unstable();
            prop_assert_eq!(opened(&gzip_in_pieces(&bytes, &seams).unwrap()), bytes.as_slice());
            prop_assert_eq!(opened(&gzip(&bytes).unwrap()), bytes);
        }
    }

    #[test]
    fn numbers_without_repetitions_take_a_code_of_single_bytes() {
        // Gaps of a long list: small numbers, one after the other by chance.
        let mut state = 1u32;
        let mut gap = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16).trailing_zeros() as u8
        };
        let gaps: Vec<u8> = (0..30_000).map(|_| gap()).collect();
        let mut plain = Vec::new();
        let mut encoder = flate2::write::GzEncoder::new(&mut plain, flate2::Compression::new(6));
        io::Write::write_all(&mut encoder, &gaps).unwrap();
        encoder.finish().unwrap();
        let ours = gzip(&gaps).unwrap();
        assert!(
            ours.len() * 100 < plain.len() * 95,
            "{} bytes, {} with repetitions",
            ours.len(),
            plain.len()
        );
        assert_eq!(opened(&ours), gaps);
    }
}
