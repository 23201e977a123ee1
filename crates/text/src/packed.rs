//! The tables of Unicode as `build.rs` packed them: columns of numbers, each written as its difference from the number before
//! (zigzag, seven bits a byte, the lowest first). Unpacked they would be a tenth of the worker's download.

use std::iter::from_fn;

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// The numbers of a column, in order.
pub(crate) fn numbers(column: &'static [u8]) -> impl Iterator<Item = u32> {
    let mut bytes = column.iter();
    let mut number = 0u32;
    from_fn(move || {
        let (mut rest, mut shift) = (0u32, 0);
        loop {
            let byte = *bytes.next()?;
            rest |= u32::from(byte & 127) << shift;
            shift += 7;
            if byte < 128 {
                break;
            }
        }
        // Zigzag: the lowest bit is the sign.
        number = number.wrapping_add((rest >> 1) ^ (rest & 1).wrapping_neg());
        Some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_of_either_sign_add_up() {
        // 0 + 5, - 3, + 200, - 202.
        assert_eq!(numbers(&[10, 5, 144, 3, 147, 3]).collect::<Vec<_>>(), [5, 2, 202, 0]);
        assert_eq!(numbers(&[]).count(), 0);
        assert_eq!(numbers(&[128]).count(), 0, "a number cut short is none");
    }
}
