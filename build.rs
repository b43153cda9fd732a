//! Packs the shipped question banks, which the program carries, to a quarter of their size.

use std::path::Path;
use std::{env, fs, io};

/// Folders of `question-banks` whose files the program carries.
const FOLDERS: [&str; 2] = ["shared", "roles"];

/// How hard to pack, 0 to 10; from 9 on the size hardly changes.
const LEVEL: u8 = 9;

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    let out_dir = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    for folder in FOLDERS {
        let source = Path::new("question-banks").join(folder);
        println!("cargo:rerun-if-changed={}", source.display());
        pack_folder(&source, &Path::new(&out_dir).join(folder))?;
    }
    Ok(())
}

fn pack_folder(source: &Path, target: &Path) -> io::Result<()> {
    fs::create_dir_all(target)?;
    for entry in fs::read_dir(source)? {
        let path = entry?.path();
        let Some(name) = path.file_stem() else { continue };
        let packed = miniz_oxide::deflate::compress_to_vec(&fs::read(&path)?, LEVEL);
        fs::write(target.join(name).with_extension("json.deflate"), packed)?;
    }
    Ok(())
}
