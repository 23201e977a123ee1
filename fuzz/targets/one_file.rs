//! Random one-file archives and manifests: [`tangthu_fuzz::one_file`].
#![no_main]

use tangthu_fuzz::{one_file, plant};

libfuzzer_sys::fuzz_target!(init: plant(one_file::seeds), |data: &[u8]| one_file::check(data));
