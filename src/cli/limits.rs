//! Limits that the system sets for the program.

/// Has a write beyond the largest file that may be written fail like any other, instead of ending the program.
#[cfg(unix)]
pub(super) fn outlive_file_limit() {
    let unseen = std::sync::Arc::default();
    // Where that cannot be had, the system does as it does by default.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, unseen);
}

/// Elsewhere there is no such signal.
#[cfg(not(unix))]
pub(super) fn outlive_file_limit() {}
