//! The sources of the program, for tests that read them.

use std::path::{Path, PathBuf};

/// Returns `source` without comments and without what stands behind `#[cfg(test)]`.
pub(crate) fn code(source: &str) -> String {
    let live = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    live.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(source_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// Returns each source file with its module, its path below `src` and its text.
pub(crate) fn sources() -> Vec<(String, String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    source_files(&src)
        .into_iter()
        .map(|path| {
            let below = path.strip_prefix(&src).unwrap().to_string_lossy().into_owned();
            let module = below.split(['/', '\\']).next().unwrap().trim_end_matches(".rs").to_owned();
            (module, below, std::fs::read_to_string(&path).unwrap())
        })
        .filter(|(_, below, _)| {
            !below.contains("tests/") && !below.ends_with("tests.rs") && !below.ends_with("sample.rs")
        })
        .collect()
}
