//! Whether what is being read is still wanted.

use std::cell::Cell;

/// So many looks are taken without asking.
const LOOKS_AT_ONCE: u32 = 64;

/// Something to call again and again while forms are read; it may unwind where what is read is no longer
/// wanted. By default there is nothing to call.
#[derive(Default)]
pub struct Pause<'call> {
    call: Option<&'call dyn Fn()>,
    looks: Cell<u32>,
}

impl<'call> Pause<'call> {
    /// Calls this.
    pub fn calling(call: &'call dyn Fn()) -> Self {
        Self { call: Some(call), looks: Cell::new(0) }
    }

    /// Takes a look at a row, or at a place where a template may match.
    #[inline]
    pub(super) fn look(&self) {
        let Some(call) = self.call else { return };
        let looks = self.looks.get();
        self.looks.set(looks.wrapping_add(1));
        if looks.is_multiple_of(LOOKS_AT_ONCE) {
            call();
        }
    }
}
