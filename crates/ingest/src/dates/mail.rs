//! Dates as mail and RSS write them (RFC 2822): `Tue, 28 Mar 2023 14:04:00 +0700`.

/// The date in the form of ISO 8601, which every reader of dates knows; other texts as they are.
pub(crate) fn iso(text: &str) -> String {
    rfc2822(text).unwrap_or_else(|| text.trim().to_owned())
}

pub(super) fn rfc2822(text: &str) -> Option<String> {
    let text = text.split_once(',').map_or(text, |(_, after)| after);
    let mut words = text.split_whitespace();
    let day: u8 = words.next()?.parse().ok()?;
    let month = month(words.next()?)?;
    let year: u16 = match words.next()? {
        // The years of the first mails had two digits.
        short if short.len() == 2 => {
            short.parse::<u16>().ok().map(|year| year + if year < 70 { 2000 } else { 1900 })?
        }
        long => long.parse().ok()?,
    };
    let date = format!("{year:04}-{month:02}-{day:02}");
    let Some(clock) = words.next() else { return Some(date) };
    let mut fields = clock.split(':').map(|field| field.parse::<u8>().ok());
    let (hour, minute) = (fields.next()??, fields.next()??);
    let second = fields.next().unwrap_or(Some(0))?;
    let zone = offset(words.next().unwrap_or_default());
    Some(format!("{date}T{hour:02}:{minute:02}:{second:02}{zone}"))
}

fn month(name: &str) -> Option<u8> {
    let name = name.to_ascii_lowercase();
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    (1..).zip(names).find(|(_, known)| name.starts_with(known)).map(|(number, _)| number)
}

/// `+0700` as `+07:00`. Nothing where no zone is named: the time is then the reader's own.
fn offset(zone: &str) -> String {
    let digits = zone.get(1..).unwrap_or_default().replace(':', "");
    match zone {
        "GMT" | "UT" | "UTC" | "Z" => "+00:00".to_owned(),
        "EST" => "-05:00".to_owned(),
        "PST" => "-08:00".to_owned(),
        _ if zone.starts_with(['+', '-'])
            && digits.len() == 4
            && digits.bytes().all(|b| b.is_ascii_digit()) =>
        {
            format!("{}{}:{}", &zone[..1], &digits[..2], &digits[2..])
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::read_date;

    #[test]
    fn dates_of_mail_are_read() {
        for (text, wanted) in [
            ("Tue, 28 Mar 2023 14:04:00 +0700", "2023-03-28T14:04:00+07:00"),
            ("Tue, 28 Mar 2023 07:04:00 GMT", "2023-03-28T14:04:00+07:00"),
            ("28 Mar 23 14:04", "2023-03-28T14:04:00+07:00"),
            ("Tue, 28 March 2023", "2023-03-28"),
            ("2023-03-28T07:04:00Z", "2023-03-28T14:04:00+07:00"),
            ("28/03/2023 14:04", "2023-03-28T14:04:00+07:00"),
        ] {
            assert_eq!(read_date(&iso(text)).map(|date| date.to_string()), Ok(wanted.to_owned()), "{text}");
        }
        for text in ["", "hôm qua", "Tue, 31 Feb 2023 14:04:00 +0700", "Tue, 28 Mar 2023 14:99:00 +0700"] {
            assert!(read_date(&iso(text)).is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_a_crash(text in "[a-zA-Z0-9,:+\\- ạ]{0,40}") {
            let _ = iso(&text);
        }
    }
}
