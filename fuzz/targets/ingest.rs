//! Random input files of every format: [`tangthu_fuzz::ingest`].
#![no_main]

use tangthu_fuzz::{ingest, plant};

libfuzzer_sys::fuzz_target!(init: plant(ingest::seeds), |data: &[u8]| ingest::check(data));
