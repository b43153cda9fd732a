//! Every package that the program is made of has its reason in DESIGN.md, and its version in `Cargo.lock`.

/// Returns the packages that the tables of a manifest whose names end in `dependencies` name, those for tests left out.
fn packages(manifest: &str) -> Vec<String> {
    let manifest: toml::Table = manifest.parse().unwrap();
    let mut tables = vec![toml::Value::Table(manifest.clone())];
    tables.extend(
        manifest
            .get("target")
            .and_then(|target| target.as_table())
            .into_iter()
            .flatten()
            .map(|(_, of)| of.clone()),
    );
    let of = |table: &toml::Value| -> Vec<String> {
        let dependencies = ["dependencies", "build-dependencies"].map(|name| table.get(name).cloned());
        let names = dependencies.into_iter().flatten().map(|named| named.as_table().unwrap().clone());
        names.flat_map(|named| named.into_iter().map(|(name, _)| name)).collect()
    };
    tables.iter().flat_map(of).collect()
}

/// Returns the packages without a reason.
fn unexplained(manifest: &str, design: &str) -> Vec<String> {
    packages(manifest).into_iter().filter(|name| !design.contains(&format!("`{name}`"))).collect()
}

#[test]
fn every_package_has_its_reason_and_its_version() {
    let manifest = include_str!("../../Cargo.toml");
    assert_eq!(unexplained(manifest, include_str!("../../DESIGN.md")), Vec::<String>::new());
    let lock = include_str!("../../Cargo.lock");
    for name in packages(manifest) {
        assert!(lock.contains(&format!("name = \"{name}\"\n")), "{name}");
    }
}

#[test]
fn a_package_without_a_reason_is_found() {
    let manifest =
        "[dependencies]\na = '1'\n[target.'cfg(unix)'.dependencies]\nb = '1'\n[dev-dependencies]\nc = '1'\n";
    assert_eq!(unexplained(manifest, "| `a` | for the letter |"), ["b"]);
}
