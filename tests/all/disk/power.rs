//! The power is cut at every change of the disk: what was acknowledged is there when it comes back.
//!
//! What the program changes is recorded, and played back up to each place onto a disk that keeps only what it must: the
//! bytes of a file once that was synced, its name once its directory was. What was not synced may be there all the same,
//! in part and in any order.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use hitquiz::history::backup::list::newest_good;
use hitquiz::history::{Access, History};
use hitquiz::seed::{Random, Seed, Stream};

use crate::disk::{acknowledged, is_soak, on_disk};

/// Bytes that a disk writes whole.
const SECTOR: usize = 512;

/// A change of the disk, or what was said.
enum Change {
    Write { file: PathBuf, at: usize, bytes: Vec<u8> },
    Truncate { file: PathBuf, length: usize },
    Sync { file: PathBuf },
    Name(Naming),
    Said(String),
}

/// A change of names.
#[derive(Clone, Debug)]
enum Naming {
    Make { file: PathBuf, is_directory: bool },
    Link { from: PathBuf, to: PathBuf },
    Move { from: PathBuf, to: PathBuf },
    Remove { file: PathBuf },
}

/// A file or a directory, whatever its names are.
#[derive(Clone, Default)]
struct Inode {
    is_directory: bool,
    durable: Vec<u8>,
    pending: Vec<Edit>,
}

/// A change of a file's bytes.
#[derive(Clone)]
enum Edit {
    Write { at: usize, bytes: Vec<u8> },
    Truncate { length: usize },
}

/// A disk, as the program sees it and as it is.
#[derive(Default)]
struct Disk {
    inodes: Vec<Inode>,
    seen: BTreeMap<PathBuf, usize>,
    durable: BTreeMap<PathBuf, usize>,
    /// Changes of names that are not on the disk, each with what the name led to.
    pending: Vec<(Naming, usize)>,
}

/// What is left when the power goes.
#[derive(Clone, Copy, Debug)]
enum Left {
    /// Everything, as when the program was killed.
    All,
    /// Only what was synced.
    Synced,
    /// What was synced, and of the rest some.
    Some(u64),
}

impl Edit {
    fn make(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Truncate { length } => bytes.resize(*length, 0),
            Self::Write { at, bytes: new } => {
                if bytes.len() < at + new.len() {
                    bytes.resize(at + new.len(), 0);
                }
                bytes[*at..at + new.len()].copy_from_slice(new);
            }
        }
    }

    /// Returns what a disk may have written of it: some of its sectors.
    fn torn(&self, random: &mut Random) -> Vec<Self> {
        let Self::Write { at, bytes } = self else { return vec![self.clone()] };
        let mut kept = Vec::new();
        let mut from = 0;
        while from < bytes.len() {
            let to = bytes.len().min(from + SECTOR - (at + from) % SECTOR);
            if random.below(2) == 0 {
                kept.push(Self::Write { at: at + from, bytes: bytes[from..to].to_vec() });
            }
            from = to;
        }
        kept
    }
}

impl Disk {
    fn new(root: &Path) -> Self {
        let mut disk = Self::default();
        disk.inodes.push(Inode { is_directory: true, ..Inode::default() });
        disk.seen.insert(root.to_owned(), 0);
        disk.durable.insert(root.to_owned(), 0);
        disk
    }

    fn change(&mut self, change: &Change) {
        match change {
            Change::Write { file, at, bytes } => {
                self.edit(file, Edit::Write { at: *at, bytes: bytes.clone() })
            }
            Change::Truncate { file, length } => self.edit(file, Edit::Truncate { length: *length }),
            Change::Sync { file } => self.sync(file),
            Change::Name(naming) => self.name(naming),
            Change::Said(_) => {}
        }
    }

    fn edit(&mut self, file: &Path, edit: Edit) {
        // A file that has lost its name is written for nobody.
        if let Some(inode) = self.seen.get(file) {
            self.inodes[*inode].pending.push(edit);
        }
    }

    fn sync(&mut self, file: &Path) {
        let Some(inode) = self.seen.get(file).copied() else { return };
        let inode = &mut self.inodes[inode];
        for edit in std::mem::take(&mut inode.pending) {
            edit.make(&mut inode.durable);
        }
        if inode.is_directory {
            let of_others = |(naming, _): &(Naming, usize)| naming.file().parent() != Some(file);
            let (rest, synced) = std::mem::take(&mut self.pending).into_iter().partition(of_others);
            self.pending = rest;
            let synced: Vec<_> = synced;
            synced.iter().for_each(|(naming, inode)| naming.make(*inode, &mut self.durable));
        }
    }

    fn name(&mut self, naming: &Naming) {
        let inode = match naming {
            Naming::Make { is_directory, .. } => {
                self.inodes.push(Inode { is_directory: *is_directory, ..Inode::default() });
                self.inodes.len() - 1
            }
            Naming::Link { from, .. } | Naming::Move { from, .. } => self.seen[from],
            Naming::Remove { file } => self.seen.get(file).copied().unwrap_or(0),
        };
        naming.make(inode, &mut self.seen);
        self.pending.push((naming.clone(), inode));
    }

    /// Writes to `to` what is left of the disk.
    fn written(&self, left: Left, root: &Path, to: &Path) {
        let mut random = Seed(if let Left::Some(seed) = left { seed } else { 0 }).stream(Stream::Simulation);
        let mut names = self.durable.clone();
        let n_named = match left {
            Left::All => self.pending.len(),
            Left::Synced => 0,
            Left::Some(_) => random.below(self.pending.len() + 1),
        };
        self.pending[..n_named].iter().for_each(|(naming, inode)| naming.make(*inode, &mut names));
        for (name, inode) in &names {
            let path = to.join(name.strip_prefix(root).unwrap());
            // A name whose directory is gone is gone with it.
            if !path.parent().unwrap().is_dir() {
                continue;
            }
            let inode = &self.inodes[*inode];
            if inode.is_directory {
                let _ = fs::create_dir(&path);
            } else {
                fs::write(path, inode.left(left, &mut random)).unwrap();
            }
        }
    }
}

impl Inode {
    fn left(&self, left: Left, random: &mut Random) -> Vec<u8> {
        let mut bytes = self.durable.clone();
        for edit in &self.pending {
            match left {
                Left::All => edit.make(&mut bytes),
                Left::Synced => {}
                Left::Some(_) => edit.torn(random).iter().for_each(|edit| edit.make(&mut bytes)),
            }
        }
        bytes
    }
}

impl Naming {
    /// Returns the file in whose directory something changes.
    fn file(&self) -> &Path {
        match self {
            Self::Make { file, .. } | Self::Remove { file } => file,
            Self::Link { to, .. } | Self::Move { to, .. } => to,
        }
    }

    fn make(&self, inode: usize, names: &mut BTreeMap<PathBuf, usize>) {
        match self {
            Self::Make { file, .. } => {
                names.insert(file.clone(), inode);
            }
            Self::Link { to, .. } => {
                names.insert(to.clone(), inode);
            }
            Self::Move { from, to } => {
                names.remove(from);
                names.insert(to.clone(), inode);
            }
            Self::Remove { file } => {
                names.remove(file);
            }
        }
    }
}

/// Reads what was recorded.
fn recorded(record: &Path) -> Vec<Change> {
    let bytes = fs::read(record).unwrap();
    let (mut changes, mut rest) = (Vec::new(), bytes.as_slice());
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let line = std::str::from_utf8(&rest[..end]).unwrap().to_owned();
        rest = &rest[end + 1..];
        let mut words = line.splitn(4, ' ');
        let kind = words.next().unwrap();
        let mut number = || words.next().unwrap().parse::<usize>().unwrap();
        let (n, at) = (number(), number());
        let names = words.next().unwrap();
        let (file, other) = names.split_once('\t').unwrap_or((names, ""));
        let (file, other) = (PathBuf::from(file), PathBuf::from(other));
        let mut data = || {
            let (data, behind) = rest.split_at(n);
            rest = behind;
            data.to_vec()
        };
        changes.push(match kind {
            "W" => Change::Write { file, at, bytes: data() },
            "A" => Change::Said(String::from_utf8(data()).unwrap()),
            "T" => Change::Truncate { file, length: at },
            "S" => Change::Sync { file },
            "C" => Change::Name(Naming::Make { file, is_directory: false }),
            "M" => Change::Name(Naming::Make { file, is_directory: true }),
            "L" => Change::Name(Naming::Link { from: file, to: other }),
            "R" => Change::Name(Naming::Move { from: file, to: other }),
            "U" => Change::Name(Naming::Remove { file }),
            kind => panic!("{kind} is not recorded"),
        });
    }
    changes
}

/// Returns the answers of a history by number, and checks that all of it agrees.
fn answers(directory: &Path, named: &dyn Fn() -> String) -> Vec<(u64, String, String)> {
    let history =
        History::open(directory, Access::Write).unwrap_or_else(|error| panic!("{error}: {}", named()));
    let report = history.check().unwrap();
    assert!(report.is_sound(), "{:?}: {}", report.problems, named());
    let mut rows = Vec::new();
    let mut keep = |row: hitquiz::history::answer::AnswerRow| {
        rows.push((row.n.0, row.question.question.to_string(), row.answer.to_string()));
        ControlFlow::Continue(())
    };
    history.answers(&mut keep).unwrap();
    rows
}

/// Checks every file of a data directory that has the name of a backup, unless its bytes were checked before.
fn are_sound(data: &Path, checked: &mut HashSet<Vec<u8>>, named: &dyn Fn() -> String) {
    for entry in fs::read_dir(data.join("backups")).into_iter().flatten().map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let bytes = fs::read(entry.path()).unwrap();
        if name.ends_with(".sqlite3") && checked.insert(bytes) {
            let alone = tempfile::tempdir().unwrap();
            fs::copy(entry.path(), alone.path().join("history.sqlite3")).unwrap();
            answers(alone.path(), &|| format!("{name}, {}", named()));
        }
    }
}

#[test]
fn whenever_the_power_is_cut_what_was_acknowledged_is_there() {
    let (home, aside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let record = aside.path().join("record");
    let variables = [("DISK_RECORD", record.display().to_string())];
    for (seed, n) in [("1", "3"), ("2", "2"), ("3", "2")] {
        let arguments = ["--plain", "--seed", seed, "practice", "-n", n];
        on_disk(home.path(), &variables, &arguments, "x\nx\nx\n");
    }
    let all = answers(&home.path().join("data"), &String::new);
    assert_eq!(all.len(), 7);
    let changes = recorded(&record);
    let mut disk = Disk::new(home.path());
    let (mut said, mut n_cuts, mut checked) = (String::new(), 0, HashSet::new());
    for (place, change) in changes.iter().enumerate() {
        disk.change(change);
        if let Change::Said(more) = change {
            said.push_str(more);
        }
        for left in cuts(place) {
            let named = || format!("{left:?} of the first {place} of {} changes", changes.len());
            let image = tempfile::tempdir().unwrap();
            disk.written(left, home.path(), image.path());
            let n_acknowledged = usize::try_from(acknowledged(&said)).unwrap();
            let stored = answers(&image.path().join("data"), &named);
            assert!(stored.len() >= n_acknowledged, "{n_acknowledged} acknowledged: {stored:?}: {}", named());
            assert_eq!(stored, all[..stored.len()], "{}", named());
            are_sound(&image.path().join("data"), &mut checked, &named);
            let backup = newest_good(&image.path().join("data"));
            assert!(backup.is_ok() || acknowledged(&said) <= 3, "{}: {backup:?}", named());
            n_cuts += 1;
        }
    }
    eprintln!("{} changes, {n_cuts} cuts", changes.len());
}

/// Returns what is left at a place: one thing by turns, or in the long run everything that can be.
fn cuts(place: usize) -> Vec<Left> {
    let seed = place as u64;
    if is_soak() {
        let some = (0..6).map(|n| Left::Some(6 * seed + n));
        return [Left::All, Left::Synced].into_iter().chain(some).collect();
    }
    match place % 6 {
        0 => vec![Left::All],
        2 => vec![Left::Synced],
        4 => vec![Left::Some(seed)],
        _ => Vec::new(),
    }
}
