//! How many documents are worked on at one time.

use super::console::Console;

/// The jobs asked for, 0 standing for one a core; no more than there are cores, which is said.
pub(crate) fn bounded(asked: usize, console: &mut Console) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if asked > cores {
        console.warn(&console.language().choose(
            format!("-j {asked} 多于这台机器的 {cores} 个核，改用 {cores} 个"),
            format!("-j {asked} is more than the {cores} cores of this machine; using {cores}"),
        ));
    }
    if asked == 0 { cores } else { asked.min(cores) }
}
