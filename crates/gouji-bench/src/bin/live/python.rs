//! A Python module for the server that gouji is measured against: as many lines as a document has,
//! and as many findings. The same for the same numbers.

/// Names for figures, as a budget in Python might have them.
const NAMES: [&str; 12] = [
    "salaries and allowances",
    "office supplies",
    "printing and binding",
    "travel at home",
    "travel abroad",
    "maintenance of vehicles",
    "official receptions",
    "training of employees",
    "rent of premises",
    "electricity and water",
    "furniture and equipment",
    "subsidies to households",
];

/// Makes the module. Every finding is one of a linter's rules that are on by default: an import
/// nobody uses, a name nobody defines, a variable nobody reads.
pub fn module(lines: usize, findings: usize) -> String {
    let mut text = vec![
        "\"\"\"Figures of departments, and what they add up to.\"\"\"".to_owned(),
        String::new(),
        "import decimal".to_owned(),
    ];
    // Without its slip a function has this many lines.
    let functions = lines.saturating_sub(text.len() + findings) / function(0).len();
    for number in 0..functions {
        let before = number * findings / functions;
        let until = (number + 1) * findings / functions;
        let slips: Vec<String> = (before..until).map(slip).collect();
        let mut body = function(number);
        // After the line of the description, where imports and names may stand.
        let place = body.iter().position(|line| line.contains("\"\"\"")).map_or(0, |at| at + 1);
        body.splice(place..place, slips);
        text.extend(body);
    }
    while text.len() < lines {
        text.push(format!("# Line {} is here to make the module as long.", text.len() + 1));
    }
    let mut text = text.join("\n");
    text.push('\n');
    text
}

fn slip(number: usize) -> String {
    match number % 3 {
        0 => "    import json".to_owned(),
        1 => format!("    print(undefined_total_{number})"),
        _ => format!("    unread_{number} = decimal.Decimal(months)"),
    }
}

fn function(number: usize) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        String::new(),
        format!("def total_of_department_{number}(rate, months):"),
        format!("    \"\"\"Adds up what department {number} has planned for the year.\"\"\""),
        "    figures = {".to_owned(),
    ];
    for (index, name) in NAMES.iter().enumerate() {
        let whole = (number * 7919 + index * 104_729) % 9000 + 1000;
        let cents = (number * 31 + index * 17) % 100;
        lines.push(format!("        \"{name}\": {whole}.{cents:02},"));
    }
    for line in [
        "    }",
        "    total = decimal.Decimal(0)",
        "    for name, figure in figures.items():",
        "        if name.startswith(\"travel\") and figure > rate * months:",
        "            total += decimal.Decimal(str(figure)) * decimal.Decimal(rate)",
        "        else:",
        "            total += decimal.Decimal(str(figure)) / decimal.Decimal(months)",
        "    if total < 0:",
        "        raise ValueError(f\"the total of department {rate} is below zero: {total}\")",
        "    return total",
    ] {
        lines.push(line.to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::module;

    #[test]
    fn as_many_lines_and_slips_as_asked_for() {
        for (lines, findings) in [(1858, 32), (18_580, 415), (200, 0), (5, 3)] {
            let text = module(lines, findings);
            assert_eq!(text.lines().count(), lines.max(3));
            let slips = ["import json", "undefined_total_", "unread_"];
            let found: usize = slips.iter().map(|slip| text.matches(slip).count()).sum();
            assert_eq!(found, if lines < 30 { 0 } else { findings });
        }
    }
}
