//! Dates as people and programs write them.

use super::*;

fn read(text: &str) -> String {
    read_date(text).map_or_else(|problem| problem.to_string(), |date| date.to_string())
}

#[test]
fn the_day_comes_first_whatever_the_separator() {
    for text in
        ["28/03/2023", "28/3/23", "28-03-2023", "28.3.2023", "28 / 3 / 2023", "28–03–2023", "ngày 28/3/2023"]
    {
        assert_eq!(read(text), "2023-03-28", "{text}");
    }
    assert_eq!(read("05/06/2023"), "2023-06-05");
}

#[test]
fn less_exact_dates_stay_less_exact() {
    assert_eq!(read("3/2020"), "2020-03");
    assert_eq!(read("tháng 3 năm 2020"), "2020-03");
    assert_eq!(read("tháng 3/2020"), "2020-03");
    assert_eq!(read("2020"), "2020");
    assert_eq!(read("năm 2020"), "2020");
    assert_eq!(read("2020-03"), "2020-03");
}

#[test]
fn moments_of_other_zones_are_dated_in_vietnam() {
    for (text, wanted) in [
        ("2020-03-02 20:00:00 UTC", "2020-03-03T03:00:00+07:00"),
        ("2020-03-02T20:00:00Z", "2020-03-03T03:00:00+07:00"),
        ("2020-03-02 20:00:00 +0000", "2020-03-03T03:00:00+07:00"),
        ("2020-03-02 20:00:00+00", "2020-03-03T03:00:00+07:00"),
        ("2020-03-02 20:00:00 +0700", "2020-03-02T20:00:00+07:00"),
        ("2020-03-02T20:00:00.000Z", "2020-03-03T03:00:00+07:00"),
        ("2020-03-02 20:00", "2020-03-02T20:00:00+07:00"),
        ("Mon, 02 Mar 2020 20:00:00 GMT", "2020-03-03T03:00:00+07:00"),
        ("Mon, 02 Mar 2020 20:00:00 +0700", "2020-03-02T20:00:00+07:00"),
        ("1583179200", "2020-03-03T03:00:00+07:00"),
        ("1583179200000", "2020-03-03T03:00:00+07:00"),
    ] {
        assert_eq!(read_date(text).map(|date| date.to_string()), Ok(wanted.to_owned()), "{text}");
    }
    // Numbers that count no seconds.
    for text in ["43892", "20200302", "158317920"] {
        assert!(read_date(text).map_or(true, |date| date.year() == 2020), "{text}");
    }
}

#[test]
fn dates_in_words_are_read() {
    assert_eq!(read("ngày 24 tháng 10 năm 2022"), "2022-10-24");
    assert_eq!(read("Thứ Ba, ngày 28/03/2023"), "2023-03-28");
    assert_eq!(read("Chủ nhật, 26/3/2023, 08:05 (GMT+7)"), "2023-03-26T08:05:00+07:00");
}

#[test]
fn dates_as_portals_and_their_programs_write_them_are_read() {
    for text in [
        "Thứ Ba, 28/03/2023, 10:15 [GMT+7]",
        "Thứ ba, ngày 28/03/2023 10:15 [GMT +7]",
        "T3, 28/03/2023 - 10:15",
        "10h15' ngày 28/3/2023",
        "10:15’ - 28/03/2023",
        "Ngày 28/03/2023, 10 giờ 15 phút",
        "10 giờ 15 ngày 28/3/2023",
        "Thứ ba, 28 Tháng 3 2023 10:15",
        "Tháng Ba 28, 2023 10:15",
        "Hôm nay, 28/03/2023 10:15",
        "Tuesday, 28 March 2023 at 10:15",
        "Mar 28, 2023 10:15 AM",
    ] {
        assert_eq!(read(text), "2023-03-28T10:15:00+07:00", "{text}");
    }
    for text in [
        "Tháng Ba 28, 2023",
        "28 Tháng Ba, 2023",
        "28 Th3, 2023",
        "28 tháng 03, 2023",
        "March 28, 2023",
        "Sept. 28, 2023",
    ] {
        assert!(read(text).ends_with("-28") && read(text).starts_with("2023-0"), "{text}: {}", read(text));
    }
    assert_eq!(read("Tháng Mười Hai 5, 2023"), "2023-12-05");
    assert_eq!(read("Tháng Mười 5, 2023"), "2023-10-05");
    assert_eq!(read("5 Tháng Mười Một, 2023"), "2023-11-05");
    assert_eq!(read("Tháng Năm 5, 2023"), "2023-05-05");
    assert_eq!(read("tháng ba 2023"), "2023-03");
    assert_eq!(read("8h ngày 28/3/2023"), "2023-03-28T08:00:00+07:00");
    for text in ["28 tháng", "giờ 28/3/2023", "28 5 tháng 3 2023", "Tháng Ba 28/3/2023", "marching 28 2023"]
    {
        assert!(matches!(read_date(text), Err(DateProblem::NoDate(_))), "{text}: {}", read(text));
    }
}

#[test]
fn a_time_of_day_is_vietnams_unless_it_says_otherwise() {
    assert_eq!(read("28/03/2023 | 14:04"), "2023-03-28T14:04:00+07:00");
    assert_eq!(read("28/03/2023 - 14:04"), "2023-03-28T14:04:00+07:00");
    assert_eq!(read("14h04 28/03/2023"), "2023-03-28T14:04:00+07:00");
    assert_eq!(read("14:04 - 28-03-2023"), "2023-03-28T14:04:00+07:00");
    assert_eq!(read("28/03/2023 2:04 CH"), "2023-03-28T14:04:00+07:00");
    assert_eq!(read("2023-03-28 14:04"), "2023-03-28T14:04:00+07:00");
    assert_eq!(read("2023-03-28T14:04:00"), "2023-03-28T14:04:00+07:00");
    assert_eq!(read("2025-08-09T01:36:00+07:07"), "2025-08-09T01:36:00+07:07");
    assert_eq!(read("2023-03-28T14:04:00+0900"), "2023-03-28T14:04:00+09:00");
}

#[test]
fn utc_is_told_in_vietnams_time() {
    assert_eq!(read("2021-11-05T08:19:45Z"), "2021-11-05T15:19:45+07:00");
    assert_eq!(read("2021-12-31T18:30:00+00:00"), "2022-01-01T01:30:00+07:00");
    assert_eq!(read("2024-02-28T17:00:00Z"), "2024-02-29T00:00:00+07:00");
}

#[test]
fn impossible_days_and_other_texts_are_told_apart() {
    assert!(matches!(read_date("31/02/2023"), Err(DateProblem::NoSuchDay(_))));
    assert!(matches!(read_date("28/13/2023"), Err(DateProblem::NoSuchDay(_))));
    for text in ["", "hôm qua", "28/3", "1/2/3/4", "20200328", "28 3 2023", "12:00"] {
        assert!(matches!(read_date(text), Err(DateProblem::NoDate(_))), "{text}");
    }
}

#[test]
fn a_text_longer_than_any_date_is_no_date_and_costs_no_time() {
    let start = std::time::Instant::now();
    assert!(matches!(read_date(&"1 - ".repeat(1_000_000)), Err(DateProblem::NoDate(_))));
    assert!(matches!(read_date(&format!("28/03/2023{}", " |".repeat(50))), Err(DateProblem::NoDate(_))));
    assert!(start.elapsed().as_secs() < 5);
}

proptest::proptest! {
    #[test]
    fn no_text_is_a_crash(text in "\\PC{0,30}|[0-9/.: \\-thángnămhg|+TZ]{0,24}") {
        let _ = read_date(&text);
    }
}

#[test]
fn days_as_spreadsheets_and_data_write_them_are_read() {
    for (text, date) in
        [("28-Mar-2023", "2023-03-28"), ("28-mar-23", "2023-03-28"), ("5-Sep-98", "1998-09-05")]
    {
        assert_eq!(read_date(text).map(|date| date.to_string()).as_deref(), Ok(date), "{text}");
    }
    for text in ["32-Mar-2023", "ngày-mai-23", "28-abc-23"] {
        assert!(read_date(text).is_err(), "{text}");
    }
}
