//! What the hosts of these tests have in common: parts are gzip.

use std::io::Read;

/// The content of a part, no more of it than a reader asks for and one byte to tell that there is more.
///
/// # Errors
/// When `stored` is no gzip.
pub(crate) fn inflate(stored: &[u8], limit: usize) -> Result<Vec<u8>, String> {
    let mut content = Vec::new();
    let decoder = flate2::read::GzDecoder::new(stored);
    decoder.take(limit as u64 + 1).read_to_end(&mut content).map_err(|error| error.to_string())?;
    Ok(content)
}
