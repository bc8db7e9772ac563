//! The cache of starts.

use std::{
    convert::Infallible,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, SystemTime},
};

use hapi_storage::{Origin, Parts, Start, StartCache};

const CONFIGURATION: &[u8; 32] = &[5; 32];

/// What a start that is built may be, by a number.
fn parts(number: u8) -> Parts {
    let parts = [("state", vec![number; 5_000]), ("key-0", vec![number; 32]), ("key-1", Vec::new())];
    parts.map(|(name, bytes)| (name.to_owned(), bytes)).into()
}

fn get(cache: &StartCache, version: &str, number: u8) -> Start {
    let Ok(start) = cache.get_or_build(version, CONFIGURATION, || Ok::<_, Infallible>(parts(number)));
    start
}

fn starts(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.to_string_lossy().contains("start-")).collect()
}

#[test]
fn it_is_built_once() {
    let temporary = tempfile::tempdir().unwrap();
    let cache = StartCache::new(temporary.path().join("cache"), 3);
    let first = get(&cache, "1", 1);
    assert!(matches!(first.origin, Origin::Built), "{:?}", first.origin);
    let second = get(&cache, "1", 2);
    assert!(matches!(second.origin, Origin::Cached), "{:?}", second.origin);
    assert_eq!((&first.parts, &second.parts), (&parts(1), &parts(1)));
}

#[test]
fn another_version_or_configuration_is_another_start() {
    let temporary = tempfile::tempdir().unwrap();
    let cache = StartCache::new(temporary.path(), 3);
    get(&cache, "1", 1);
    assert_eq!(get(&cache, "2", 2).parts, parts(2));
    let Ok(other) = cache.get_or_build("1", &[6; 32], || Ok::<_, Infallible>(parts(3)));
    assert_eq!(other.parts, parts(3));
    assert_eq!(get(&cache, "1", 4).parts, parts(1));
}

#[test]
fn every_damage_is_found_and_built_anew() {
    let temporary = tempfile::tempdir().unwrap();
    let cache = StartCache::new(temporary.path(), 3);
    get(&cache, "1", 1);
    let path = starts(temporary.path()).remove(0);
    let whole = fs::read(&path).unwrap();
    let places = (0..200).chain((200..whole.len()).step_by(101)).chain(whole.len() - 20..whole.len());
    for place in places {
        let mut flipped = whole.clone();
        flipped[place] ^= 1 << (place % 8);
        for damaged in [&flipped[..], &whole[..place]] {
            fs::write(&path, damaged).unwrap();
            let start = get(&cache, "1", 2);
            assert!(matches!(start.origin, Origin::Rebuilt), "{place}: {:?}", start.origin);
            assert_eq!(start.parts, parts(2));
        }
    }
    assert!(matches!(get(&cache, "1", 3).origin, Origin::Cached));
}

#[test]
fn a_start_under_the_name_of_another_is_not_taken() {
    let temporary = tempfile::tempdir().unwrap();
    let cache = StartCache::new(temporary.path(), 3);
    get(&cache, "1", 1);
    let first = starts(temporary.path()).remove(0);
    get(&cache, "2", 2);
    let second = starts(temporary.path()).into_iter().find(|path| *path != first).unwrap();
    fs::copy(&first, &second).unwrap();
    assert!(matches!(get(&cache, "2", 3).origin, Origin::Rebuilt));
}

#[test]
fn those_used_last_are_kept() {
    let temporary = tempfile::tempdir().unwrap();
    let cache = StartCache::new(temporary.path(), 2);
    get(&cache, "1", 1);
    let first = starts(temporary.path()).remove(0);
    let age = |path: &Path, seconds| {
        let time = SystemTime::now() - Duration::from_secs(seconds);
        fs::File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
    };
    age(&first, 100);
    get(&cache, "2", 2);
    let second = starts(temporary.path()).into_iter().find(|path| *path != first).unwrap();
    age(&second, 50);
    assert!(matches!(get(&cache, "1", 9).origin, Origin::Cached), "used now");
    get(&cache, "3", 3);
    assert_eq!(starts(temporary.path()).len(), 2);
    assert!(first.exists() && !second.exists());
}

#[test]
fn what_a_dead_process_left_half_written_goes() {
    let temporary = tempfile::tempdir().unwrap();
    let cache = StartCache::new(temporary.path(), 2);
    get(&cache, "1", 1);
    let start = starts(temporary.path()).remove(0);
    let name = start.file_name().unwrap().to_str().unwrap();
    let left = temporary.path().join(format!("{}ffff.draft", &name[..7]));
    fs::write(&left, "half").unwrap();
    fs::remove_file(&start).unwrap();
    get(&cache, "1", 2);
    assert!(!left.exists());
    assert_eq!(starts(temporary.path()), [start]);
}

#[test]
fn a_directory_that_cannot_be_used_costs_time_only() {
    let temporary = tempfile::tempdir().unwrap();
    let file = temporary.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let start = get(&StartCache::new(file, 2), "1", 1);
    assert!(matches!(start.origin, Origin::NotKept(_)), "{:?}", start.origin);
    assert_eq!(start.parts, parts(1));
}

#[test]
fn what_fails_to_be_built_is_not_kept() {
    let temporary = tempfile::tempdir().unwrap();
    let cache = StartCache::new(temporary.path(), 2);
    let failed = cache.get_or_build("1", CONFIGURATION, || Err("no"));
    assert_eq!(failed.unwrap_err(), "no");
    assert!(matches!(get(&cache, "1", 1).origin, Origin::Built));
}

#[test]
fn only_its_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let temporary = tempfile::tempdir().unwrap();
    get(&StartCache::new(temporary.path(), 2), "1", 1);
    let mode = fs::metadata(starts(temporary.path()).remove(0)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn threads_that_want_the_same_wait_for_one() {
    const THREADS: usize = 8;
    let temporary = tempfile::tempdir().unwrap();
    let (came, built) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for number in 0..8 {
            let (cache, came, built) = (StartCache::new(temporary.path(), 2), &came, &built);
            scope.spawn(move || {
                came.fetch_add(1, Ordering::Relaxed);
                let Ok(start) = cache.get_or_build("1", CONFIGURATION, || {
                    built.fetch_add(1, Ordering::Relaxed);
                    while came.load(Ordering::Relaxed) < THREADS {
                        thread::yield_now();
                    }
                    // All have come, and now have time to find nothing and to wait.
                    (0..1_000).for_each(|_| thread::yield_now());
                    Ok::<_, Infallible>(parts(number))
                });
                assert_eq!(start.parts["state"].len(), 5_000);
            });
        }
    });
    assert_eq!(built.into_inner(), 1);
}

const CHILD: &str = "HAPI_STORAGE_TEST_CACHE";

#[test]
#[ignore = "it is what the processes of another test do"]
fn process() {
    let cache = StartCache::new(env::var_os(CHILD).expect("only another test runs it"), 2);
    let number = u8::try_from(std::process::id() % 251).unwrap();
    for version in ["1", "2", "3", "4"] {
        let start = get(&cache, version, number);
        let bytes = &start.parts["state"];
        assert!(bytes.iter().all(|byte| *byte == bytes[0]), "no start is half of one and half of another");
        println!("{version} is {:?} {}", bytes[0], matches!(start.origin, Origin::Cached));
    }
}

#[test]
fn processes_that_want_the_same_get_the_same() {
    let temporary = tempfile::tempdir().unwrap();
    let child = || {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "start::process", "--ignored", "--nocapture"]);
        command.env(CHILD, temporary.path()).stdout(Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<_> = (0..4).map(|_| child()).collect();
    let outputs: Vec<_> = children.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    for output in &outputs {
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && text.contains("4 is "), "{text}");
    }
    assert_eq!(starts(temporary.path()).len(), 2);
}
