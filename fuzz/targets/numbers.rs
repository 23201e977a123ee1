//! Random texts, searched for document numbers: [`tangthu_fuzz::numbers`].
#![no_main]

use tangthu_fuzz::{numbers, plant};

libfuzzer_sys::fuzz_target!(init: plant(numbers::seeds), |data: &[u8]| numbers::check(data));
