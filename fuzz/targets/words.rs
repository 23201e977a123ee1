//! Random texts, cut into words: [`tangthu_fuzz::words`].
#![no_main]

use tangthu_fuzz::{plant, words};

libfuzzer_sys::fuzz_target!(init: plant(words::seeds), |data: &[u8]| words::check(data));
