//! The numeric questions of the shipped banks, each with the formula of its answer.

use std::collections::HashMap;

use jiff::civil::{Date, date};
use serde_json::Value;

use crate::computed::formulas::{
    BREATHS, PULSE, SATURATION_SCALE_2, SYSTOLIC, TEMPERATURE, days_of_plan, fewest_calls_for_all_branches,
    kappa, points, positive_predictive_value, retract_and_reorder_events,
};
use crate::computed::shown::{Shown, numbers};

/// A question and how its answer follows from what it shows.
pub(crate) struct Computed<T> {
    pub(crate) id: &'static str,
    pub(crate) formula: &'static str,
    pub(crate) answer: fn(&Shown) -> T,
}

/// Returns a row of a table of formulas.
pub(crate) const fn computed<T>(
    id: &'static str,
    formula: &'static str,
    answer: fn(&Shown) -> T,
) -> Computed<T> {
    Computed { id, formula, answer }
}

/// Every numeric question.
pub(crate) const NUMERIC: [Computed<f64>; 46] = [
    computed("clc-rate-001", "met / (denominator - exclusions - exceptions of those not met)", |shown| {
        let [before, excluded] =
            [shown.at("Denominator before exclusions"), shown.at("Denominator exclusion applies")];
        100.0 * shown.at("Numerator met")
            / (before - excluded - shown.at("not met, a medical exception is on file"))
    }),
    computed("clc-score-001", "sum of the NEWS2 points, saturation on scale 2, air and alert 0", |shown| {
        points(shown.at("Breaths a minute"), &BREATHS)
            + points(shown.at("Oxygen saturation"), &SATURATION_SCALE_2)
            + points(shown.at("Systolic pressure, mmHg"), &SYSTOLIC)
            + points(shown.at("Pulse a minute"), &PULSE)
            + points(shown.at("Temperature, Celsius"), &TEMPERATURE)
    }),
    computed("cpl-averted-001", "cost / (fall of the rate x doses)", |shown| {
        let [cost, before, after, per, doses] = shown.stem();
        cost / ((before - after) / per * doses)
    }),
    computed("hss-icer-001", "difference of costs / difference of QALYs", |shown| {
        let [[old_cost, old_qalys], [new_cost, new_qalys]] =
            [shown.after("Usual care"), shown.after("Monitoring")];
        (new_cost - old_cost) / (new_qalys - old_qalys)
    }),
    computed(
        "imm-credit-001",
        "full weeks from the date moved by the clinic's delay to delivery x 1 % of the fee",
        |shown| {
            let [inputs_due, inputs_came, delivered] = shown.after("LOG").map(|day| day as i8);
            let clinic_delay = i64::from(inputs_came - inputs_due);
            let due = date(2026, 5, shown.at("by May") as i8) + jiff::Span::new().days(clinic_delay);
            let late = (date(2026, 6, delivered) - due).get_days();
            f64::from(late / 7) * shown.at("a credit of") / 100.0 * shown.at("interface fee of")
        },
    ),
    computed("rds-designeffect-001", "patients x (1 + (cluster size - 1) x correlation)", |shown| {
        let [patients, cluster, correlation] = shown.stem();
        patients * (1.0 + (cluster - 1.0) * correlation)
    }),
    computed(
        "cl-cpoe-001",
        "cancelled within 10 minutes, then placed for another patient within 10",
        retract_and_reorder_events,
    ),
    computed(
        "cl-orderset-001",
        "over the preselected lines with acetaminophen: dose x 24 / hours",
        |shown| {
            let lines = shown.exhibit().split('[').filter(|line| line.starts_with("x]"));
            let doses = lines.filter_map(|line| line.split_once("acetaminophen "));
            doses
                .map(|(_, line)| numbers(line)[0] * 24.0 / numbers(line.split_once("every").unwrap().1)[0])
                .sum()
        },
    ),
    computed("da-stat-001", "positive predictive value, rounded", |shown| {
        let [sensitivity, specificity, prevalence] = shown.stem().map(|percent: f64| percent / 100.0);
        (100.0 * positive_predictive_value(sensitivity, specificity, prevalence)).round()
    }),
    computed("da-qm-001", "met / (denominator - exclusions - exceptions)", |shown| {
        let [denominator, excluded, met, excepted] = shown.stem();
        100.0 * met / (denominator - excluded - excepted)
    }),
    computed("da-sql-005", "mean of the scores that are not NULL", |shown| {
        let scores: Vec<f64> = shown.rows().iter().filter_map(|row| row[1].parse().ok()).collect();
        scores.iter().sum::<f64>() / scores.len() as f64
    }),
    computed("da-sql-008", "stays admitted within 30 days of the same patient's discharge before", |shown| {
        let rows = shown.rows();
        let day = |cell: &str| cell.parse::<Date>().unwrap();
        let is_readmission = |pair: &&[Vec<String>]| {
            pair[0][0] == pair[1][0] && (day(&pair[1][1]) - day(&pair[0][2])).get_days() <= 30
        };
        rows.windows(2).filter(is_readmission).count() as f64
    }),
    computed("da-stat-005", "tests x level", |shown| {
        let [tests, level] = shown.stem();
        tests * level
    }),
    computed("da-deid-003", "the least count of a combination of age, ZIP code and sex", |shown| {
        let mut counts: HashMap<Vec<String>, u32> = HashMap::new();
        for row in shown.rows() {
            *counts.entry(row[..3].to_vec()).or_default() += 1;
        }
        f64::from(counts.into_values().min().unwrap())
    }),
    computed(
        "hc-payers-002",
        "deductible left + coinsurance of the rest, up to the out-of-pocket maximum",
        |shown| {
            let [[deductible, met], [most, spent]] =
                [shown.after("Deductible"), shown.after("Out-of-pocket maximum")];
            let allowed = shown.at("Allowed amount");
            let first = (deductible - met).min(allowed);
            (first + (allowed - first) * shown.at("Coinsurance of the patient") / 100.0).min(most - spent)
        },
    ),
    computed(
        "hc-shared-001",
        "(benchmark - cost) x members x share x quality, if the minimum is met",
        |shown| {
            let [benchmark, cost] =
                [shown.at("Benchmark cost per member"), shown.at("Actual cost per member")];
            let is_met = benchmark - cost >= benchmark * shown.at("Minimum savings rate") / 100.0;
            let share = shown.at("Group's share of the savings") / 100.0 * shown.at("quality score");
            if is_met { (benchmark - cost) * shown.at("Assigned members") * share } else { 0.0 }
        },
    ),
    computed("im-match-002", "true links / (true links + same persons left apart)", |shown| {
        let [linked, apart] = [shown.at("Linked by tool"), shown.at("Left apart by tool")];
        100.0 * linked / (linked + apart)
    }),
    computed("im-revcycle-001", "sum of the adjustments of group PR", |shown| {
        shown.pieces("PR-").iter().map(|adjustment| adjustment[1]).sum()
    }),
    computed("im-match-004", "log2(m / u)", |shown| {
        let [same, different, base] = shown.stem::<3>();
        (same / different).log(base)
    }),
    computed("im-revcycle-004", "sum of discharges x weight / discharges", |shown| {
        let rows = shown.rows();
        let number = |cell: &str| cell.parse::<f64>().unwrap();
        let weights: f64 = rows.iter().map(|row| number(&row[1]) * number(&row[2])).sum();
        weights / rows.iter().map(|row| number(&row[1])).sum::<f64>()
    }),
    computed("ti-hardware-002", "(drives of the group - 2 of parity) x size", |shown| {
        let [size, _raid] = shown.stem();
        (7.0 - 2.0) * size
    }),
    computed(
        "ti-hardware-004",
        "(budget - 8 x power of class 4) / power of class 2, full phones, free ports",
        |shown| {
            let [ports, budget, _, _] = shown.stem();
            let [_, _, _, _, class_2, _, _, _, _, _, class_4, _] = shown.after("used by device");
            ((budget - 8.0 * class_4) / class_2).floor().min(ports - 8.0)
        },
    ),
    computed("ti-net-006", "payload + 20 of IPv4 + 8 of ICMP", |shown| shown.at("bytes=") + 20.0 + 8.0),
    computed("pm-plan-001", "the longest path", |shown| days_of_plan(shown, None)),
    computed("pm-migration-001", "extracted - loaded - merged - rejected", |shown| {
        let [extracted, loaded, merged, rejected] = shown.after("Extracted");
        extracted - loaded - merged - rejected
    }),
    computed("pm-budget-001", "1 + (investment - net of year 1) / net of later years", |shown| {
        let investment =
            shown.at("Licenses and setup") + shown.at("Devices and network") + shown.at("replacement staff");
        let [[saved_1, saved], [fees_1, fees]] = [shown.after("Savings"), shown.after("hosting fees")];
        1.0 + (investment - (saved_1 - fees_1)) / (saved - fees)
    }),
    computed("pm-eac-001", "budget / (earned value / actual cost)", |shown| {
        shown.at("(BAC)") / (shown.at("(EV)") / shown.at("(AC)"))
    }),
    computed(
        "pm-sla-001",
        "full half hours of June 11, 14 and 23 above the limit x 2 % of the fee",
        |shown| {
            // June 7 lies in the window, announced six days before; June 14 was announced one day before.
            let down = ["June 11", "June 14", "June 23"].map(|day| {
                let [from_hour, from_minute, to_hour, to_minute] = shown.after(day);
                (to_hour * 60.0 + to_minute) - (from_hour * 60.0 + from_minute)
            });
            let above = down.iter().sum::<f64>() - shown.at("downtime exceeds");
            let share = shown.at("the credit is") / 100.0;
            (above / shown.at("each full")).floor() * share * shown.at("Monthly fee:")
        },
    ),
    computed("pm-sample-001", "1 - 0.05^(1 / n), as a whole percent", |shown| {
        let [_, sample, confidence] = shown.stem::<3>();
        (100.0 * (1.0 - (1.0 - confidence / 100.0).powf(1.0 / sample))).round()
    }),
    computed("pm-npv-001", "each cash flow / 1.1^year", |shown| {
        let [rate] = shown.stem();
        let flows = [shown.at("Today"), shown.at("End of year 1"), shown.at("End of year 2")];
        (0..).zip(flows).map(|(year, flow)| flow / (1.0_f64 + rate / 100.0).powi(year)).sum()
    }),
    computed("ps-risk-002", "value x exposure x fall of the rate - cost", |shown| {
        let [cost, _id, new_rate] = shown.stem();
        let [value, exposure, rate] = shown.after("R-2 Staff inbox phished");
        value * exposure * (rate - new_rate) - cost
    }),
    computed("ps-ransom-001", "hours from the last snapshot before the malware to the stop", |shown| {
        let hour = |line: &str| numbers(line)[0] * 24.0 + numbers(line)[1];
        let hours = |what: &'static str| {
            shown.exhibit().lines().filter(move |line| line.contains(what)).map(hour).collect::<Vec<_>>()
        };
        let planted = hours("plants malware")[0];
        let clean = hours("snapshot taken").into_iter().filter(|taken| *taken < planted).fold(0.0, f64::max);
        hours("work stops")[0] - clean
    }),
    computed("ps-risk-004", "risks with likelihood x impact above 9 after control", |shown| {
        let risks = shown.exhibit().lines().skip(1).map(|line| {
            let [_id, likelihood, impact, ref cut @ ..] = numbers(line)[..] else { panic!("{line}") };
            let cut_to = |what: &str, value: f64| if line.contains(what) { cut[0] } else { value };
            cut_to("Likelihood cut", likelihood) * cut_to("Impact cut", impact)
        });
        risks.filter(|risk| *risk > 9.0).count() as f64
    }),
    computed("sd-test-002", "the fewest of the eight possible calls that take all six branches", |_| {
        fewest_calls_for_all_branches()
    }),
    computed("sd-kanban-001", "work in progress / throughput", |shown| {
        let [in_progress, a_day] = shown.stem();
        in_progress / a_day
    }),
    computed("sd-null-001", "rows with a value other than current", |shown| {
        let [never, former] = ["'never'", "'former'"].map(|value| shown.exhibit().matches(value).count());
        (never + former) as f64
    }),
    computed("st-fhir-001", "entries whose search mode is match", |shown| {
        let bundle: Value = serde_json::from_str(shown.exhibit()).unwrap();
        let entries = bundle["entry"].as_array().unwrap();
        entries.iter().filter(|entry| entry["search"]["mode"] == "match").count() as f64
    }),
    computed("st-sig-001", "tablets x strength x 24 / period", |shown| {
        shown.at("doseQuantity value=") * shown.at("metformin hydrochloride") * 24.0
            / shown.at("period value=")
    }),
    computed("st-remit-001", "sum of the adjustments of group CO", |shown| {
        shown.pieces("CAS*CO*").iter().map(|adjustment| adjustment[1]).sum()
    }),
    computed("tr-classdays-001", "nurses / seats / 2 classes a day, rounded up", |shown| {
        let [nurses, seats] = shown.stem::<2>();
        ((nurses / seats).ceil() / 2.0).ceil()
    }),
    computed("tr-angoff-001", "mean over judges of the sum over items", |shown| {
        let rows = shown.rows();
        rows.iter().flat_map(|row| row[1..].iter().map(|cell| cell.parse::<f64>().unwrap())).sum::<f64>()
            / 3.0
    }),
    computed("tr-kappa-001", "(observed - chance) / (1 - chance), to two decimals", |shown| {
        (100.0 * kappa([shown.after("Rater A: pass"), shown.after("Rater A: fail")])).round() / 100.0
    }),
    computed("wf-waste-001", "work / (work + waits)", |shown| {
        let times: [f64; 7] = shown.after("clerk");
        100.0 * times[..4].iter().sum::<f64>() / times.iter().sum::<f64>()
    }),
    computed("wf-handoff-004", "arrows across a lane border", |shown| {
        ["->", "<-"].map(|arrow| shown.exhibit().matches(arrow).count()).iter().sum::<usize>() as f64
    }),
    computed("wf-rolled-008", "product of the shares", |shown| {
        let shares: [f64; 3] = shown.after("%C&A");
        100.0 * shares.iter().map(|percent| percent / 100.0).product::<f64>()
    }),
    computed("wf-queue-005", "number inside / rate, in minutes", |shown| {
        let [arrive, _leave, inside] = shown.stem();
        inside / arrive * 60.0
    }),
];
