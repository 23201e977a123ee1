//! Random addresses of the page: [`tangthu_fuzz::address`].
#![no_main]

use tangthu_fuzz::{address, plant};

libfuzzer_sys::fuzz_target!(init: plant(address::seeds), |data: &[u8]| address::check(data));
