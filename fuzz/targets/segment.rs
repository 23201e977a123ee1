//! Archives of which one file is not what it should be: [`tangthu_fuzz::segment`].
#![no_main]

use tangthu_fuzz::{plant, segment};

libfuzzer_sys::fuzz_target!(init: plant(segment::seeds), |data: &[u8]| segment::check(data));
