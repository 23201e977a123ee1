//! Mailboxes (mbox, RFC 4155): messages one after the other, each behind a line that begins with `From `.

use std::io::{self, BufRead, Read};

/// Whether a file that begins with `head` is a mailbox.
pub(crate) fn is_mailbox(head: &[u8]) -> bool {
    let mut lines = head.split(|&byte| byte == b'\n');
    let is_parting = lines.next().is_some_and(is_parting);
    is_parting && lines.next().is_some_and(|line| super::field_name(line).is_some())
}

/// Whether a line stands before a message: it names who sent it, and when.
fn is_parting(line: &[u8]) -> bool {
    if !line.starts_with(b"From ") {
        return false;
    }
    let line = String::from_utf8_lossy(line);
    let mut words = line.split_whitespace().skip(1).peekable();
    let is_bare = matches!(words.peek(), None | Some(&"-")) && words.clone().count() <= 1;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_clock = |word: &str| word.split(':').count() > 1 && word.split(':').all(digits);
    let is_year = |word: &str| word.len() == 4 && digits(word);
    is_bare || words.clone().any(is_clock) && words.any(is_year)
}

/// Hands each message of a mailbox to `each`, with the line on which it begins; `None` in the place of one that is longer than
/// `most` bytes.
///
/// # Errors
/// When it cannot be read to its end.
pub(crate) fn messages(
    mut reader: impl BufRead,
    most: usize,
    each: &mut dyn FnMut(Option<Vec<u8>>, u64),
) -> io::Result<()> {
    let (mut message, mut begins, mut number) = (Vec::new(), 0, 0u64);
    // Whether a line before was empty, as it must be before the next message; and whether the message is too long.
    let (mut is_apart, mut too_long) = (true, false);
    loop {
        let mut line = Vec::new();
        let ended = reader.by_ref().take(most as u64).read_until(b'\n', &mut line);
        let at_end = !matches!(ended, Ok(1..));
        if at_end || is_apart && is_parting(&line) {
            if begins > 0 {
                each((!too_long).then(|| std::mem::take(&mut message)), begins);
            }
            ended?;
            if at_end {
                return Ok(());
            }
            number += 1;
            (begins, is_apart, too_long) = (number, false, false);
            message.clear();
            continue;
        }
        number += u64::from(line.ends_with(b"\n"));
        is_apart = line.trim_ascii().is_empty();
        too_long |= message.len() + line.len() > most;
        if too_long {
            message.clear();
        } else {
            message.extend_from_slice(unquoted(&line));
        }
    }
}

/// A line of a message without the mark by which the mailbox keeps it from looking like the next message.
fn unquoted(line: &[u8]) -> &[u8] {
    let bare = line.iter().position(|&byte| byte != b'>').map_or(&line[..0], |at| &line[at..]);
    if line.starts_with(b">") && bare.starts_with(b"From ") { &line[1..] } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, most: usize) -> Vec<(Option<String>, u64)> {
        let mut found = Vec::new();
        messages(text.as_bytes(), most, &mut |message, line| {
            found.push((message.map(|bytes| String::from_utf8(bytes).unwrap()), line));
        })
        .unwrap();
        found
    }

    #[test]
    fn messages_are_parted_where_a_line_names_sender_and_time() {
        let text = "From a@b Mon Jan  2 10:00:00 2023\nA: 1\n\nFrom here on\nFrom a@b Mon Jan  2 10:00:00 2023\n>From x\n>>From y\n\n\
                    From - Mon Jan 02 10:00:00 2023\r\nB: 2\n\nFrom \nC: 3\n";
        let one = "A: 1\n\nFrom here on\nFrom a@b Mon Jan  2 10:00:00 2023\nFrom x\n>From y\n\n";
        let wanted = [(one, 1), ("B: 2\n\n", 9), ("C: 3\n", 12)];
        assert_eq!(all(text, 1000), wanted.map(|(text, line)| (Some(text.to_owned()), line)));
        assert!(is_mailbox(text.as_bytes()) && !is_mailbox(b"From here on\nA: 1\n"));
    }

    #[test]
    fn a_message_that_is_too_long_does_not_hide_the_next_one() {
        let start = "From a@b Mon Jan  2 10:00:00 2023\n";
        let text = format!("{start}A: {}\n\n{start}B: 2\n", "x".repeat(500));
        assert_eq!(all(&text, 100), [(None, 1), (Some("B: 2\n".to_owned()), 4)]);
    }
}
