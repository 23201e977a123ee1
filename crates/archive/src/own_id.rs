//! What a record calls itself, and what it is called where a record of another file has that name: tables count from 1, each for itself.

/// The id that a record states, and the one that it has beside a record of another file with the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnId {
    /// As the record states it.
    pub own: String,
    /// The same behind the name of its file.
    pub in_file: String,
}

impl OwnId {
    /// Of a record that states `own`, in a file whose path without endings is `file`.
    pub fn new(own: &str, file: &str) -> Self {
        Self { own: own.to_owned(), in_file: format!("{file}#{own}") }
    }

    /// Of a record that states `own` and was read from `input`, where nothing else is known of the file.
    pub fn of_input(own: &str, input: &str) -> Self {
        Self::new(own, without_endings(input))
    }
}

/// A path without the endings of its last part.
pub fn without_endings(path: &str) -> &str {
    let packed = [".gz", ".zst"].iter().fold(path, |path, ending| path.strip_suffix(ending).unwrap_or(path));
    let name = packed.rfind('/').map_or(0, |at| at + 1);
    packed[name..].rfind('.').map_or(packed, |dot| &packed[..name + dot])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_loses_the_endings_of_its_last_part_alone() {
        for (path, bare) in [
            ("van-ban/01-ctr-qu.md", "van-ban/01-ctr-qu"),
            ("tin.jsonl.zst", "tin"),
            ("v1.2/tin", "v1.2/tin"),
            ("tin", "tin"),
            ("", ""),
        ] {
            assert_eq!(without_endings(path), bare);
        }
        assert_eq!(OwnId::of_input("1", "a/tin.csv.gz").in_file, "a/tin#1");
    }
}
