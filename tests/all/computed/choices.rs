//! Questions answered by a choice or a text that is computed, each with how it follows from what is shown.

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan as _};

use crate::computed::formulas::{days_of_plan, median};
use crate::computed::numeric::{Computed, computed};
use crate::computed::shown::numbers;

/// Questions whose key says what was computed, word for word.
pub(crate) const CHOSEN: [Computed<String>; 18] = [
    computed(
        "clc-threshold-001",
        "the lowest score with no more calls a day than can be answered",
        |shown| {
            let [_days, most] = shown.stem();
            shown.rows().into_iter().find(|row| numbers(&row[1])[0] <= most).unwrap().swap_remove(0)
        },
    ),
    computed("hss-scans-001", "the rates of 2019 from which A had fallen most beyond B by 2023", |shown| {
        let [[a_2023, a_2025], [b_2023, b_2025]] = [shown.after("law of 2024"), shown.after("no such law")];
        assert_eq!((a_2025 - a_2023) - (b_2025 - b_2023), -8.0);
        shown.least_choice(|rates| (a_2023 - numbers(rates)[0]) - (b_2023 - numbers(rates)[1]))
    }),
    computed("imm-slip-002", "longest path with C five days longer - longest path", |shown| {
        format!("{} days", days_of_plan(shown, Some(("C", 5.0))) - days_of_plan(shown, None))
    }),
    computed("imm-cedar-001", "the working days of the four steps counted back from go-live", |shown| {
        let work = shown.pieces("\n").iter().take(4).map(|line| line[1] as usize).sum();
        let go_live = date(2026, 3, shown.at("Go-live Monday, March") as i8);
        assert_eq!(go_live.weekday(), Weekday::Monday);
        let is_working_day = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let back = (1..).map(|days: i64| go_live - days.days()).filter(is_working_day).take(work);
        back.last().unwrap().strftime("%A, %B %-d").to_string()
    }),
    computed("cl-usab-001", "2.5 x (odd answers - 1 and 5 - even answers)", |shown| {
        let answers: [f64; 10] = shown.after("Answer");
        let points = answers.chunks(2).map(|pair| (pair[0] - 1.0) + (5.0 - pair[1]));
        format!("{}", 2.5 * points.sum::<f64>())
    }),
    computed("cl-weight-001", "pounds / 2.2 x dose / 2", |shown| {
        let [pounds, _, dose, pounds_a_kilogram] = shown.stem();
        format!("{} mg", (pounds / pounds_a_kilogram * dose / 2.0).round())
    }),
    computed("ti-cloud-006", "system x (1 - both lines down)", |shown| {
        let [system, line] = shown.stem().map(|percent: f64| percent / 100.0);
        format!("{:.2} %", 100.0 * system * (1.0 - (1.0 - line) * (1.0 - line)))
    }),
    computed("ti-storage-006", "the newest backup before the import whose term has not ended", |_| {
        let import = date(2026, 9, 3).at(10, 0, 0, 0);
        let found = date(2026, 9, 30).at(12, 0, 0, 0);
        assert_eq!([import.weekday(), found.weekday()], [Weekday::Thursday, Weekday::Wednesday]);
        let sunday = date(2026, 8, 30).at(23, 0, 0, 0);
        assert_eq!(sunday.weekday(), Weekday::Sunday);
        let newest: [(&str, _, Span); 3] = [
            ("The daily of 2 September", date(2026, 9, 2).at(22, 0, 0, 0), 14.days()),
            ("The weekly of 30 August", sunday, 5.weeks()),
            ("The monthly of 1 September", date(2026, 9, 1).at(1, 0, 0, 0), 12.months()),
        ];
        let left = newest.into_iter().filter(|(_, made, term)| *made < import && *made + *term > found);
        left.max_by_key(|(_, made, _)| *made).unwrap().0.to_owned()
    }),
    computed("ti-desk-004", "8 support hours from Friday 15:30, the rest from Monday 08:00", |shown| {
        let [_priority, hours, open, _, close, _, hour, minute] = shown.stem();
        let rest = hours * 60.0 - (close * 60.0 - (hour * 60.0 + minute));
        format!("Monday at {}", clock(open * 60.0 + rest))
    }),
    computed("pm-vendor-001", "the largest sum of weight x score among those that export", |shown| {
        let rows = ["clinical workflow", "over five years", "and support"].map(|row| shown.after::<4>(row));
        let mandatory = shown.exhibit().lines().last().unwrap().split_whitespace().rev().take(3);
        let exports: Vec<bool> = mandatory.map(|word| word == "yes").collect();
        let vendors = ["A", "B", "C"].into_iter().enumerate().filter(|(ix, _)| exports[2 - ix]);
        let sums = vendors.map(|(ix, name)| (rows.iter().map(|row| row[0] * row[ix + 1]).sum::<f64>(), name));
        let (sum, name) = sums.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        format!("Vendor {name}, with {sum} points")
    }),
    computed("pm-migration-002", "opening - rollback - checks", |shown| {
        let [hour, minute, back_hours, back_minutes, check_minutes] = shown.stem();
        clock(hour * 60.0 + minute - back_hours * 60.0 - back_minutes - check_minutes)
    }),
    computed("pm-homegrown-001", "what is still to be paid on either side", |shown| {
        let [_spent, to_finish, to_buy] = shown.stem().map(|dollars: f64| dollars / 1000.0);
        format!("${to_finish},000 against ${to_buy},000")
    }),
    computed("ps-breach-006", "60 days from the day on which the hospital was told", |shown| {
        assert!(shown.exhibit().contains("Mar 20  The company tells the hospital"));
        (date(2026, 3, 20) + 60.days()).strftime("%B %-d").to_string()
    }),
    computed("ps-security-006", "six years from the end of use", |shown| {
        let [_adopted, replaced] = shown.stem();
        format!("March {}", replaced + 6.0)
    }),
    computed("sd-semver-001", "a removal raises the major number and sets the others to 0", |shown| {
        let (_, version) = shown.stem_text().split_once("stands at version ").unwrap();
        let (major, _) = version.split_once('.').unwrap();
        format!("{}.0.0", major.parse::<u32>().unwrap() + 1)
    }),
    computed("st-sctid-001", "the number with 01 before its check digit", |shown| {
        shown.least_choice(|id| if id[..id.len() - 1].ends_with("01") { 0.0 } else { 1.0 })
    }),
    computed("tr-roi-001", "(benefits - costs) / costs", |shown| {
        let [costs, benefits] = shown.stem();
        format!("{} %", 100.0 * (benefits - costs) / costs)
    }),
    computed("wf-typical-004", "the middle of the seven waits", |shown| {
        format!("The median, {} minutes", median(shown.stem::<7>().to_vec()))
    }),
];

/// Returns minutes since midnight as a clock shows them.
fn clock(minutes: f64) -> String {
    let minutes = minutes as u32;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
