//! Random queries: [`tangthu_fuzz::query`].
#![no_main]

use tangthu_fuzz::{plant, query};

libfuzzer_sys::fuzz_target!(init: plant(query::seeds), |data: &[u8]| query::check(data));
