//! What the system says of a process. Where it has no `/proc`, nothing.

use std::process::Command;
use std::time::Duration;

/// Memory in use, in KiB.
pub fn resident(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// Time of all processors spent on it and for it in the system.
pub fn processor_time(process: u32, ticks_a_second: u64) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in parentheses may hold anything; the third field follows it.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_ascii_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(Duration::from_millis((user + system).saturating_mul(1000) / ticks_a_second.max(1)))
}

/// The unit of processor time.
pub fn ticks_a_second() -> u64 {
    let said = Command::new("getconf").arg("CLK_TCK").output();
    let text = said.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned());
    text.ok().and_then(|text| text.parse().ok()).unwrap_or(100)
}

/// How much the machine had to do in the last minute.
pub fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}
