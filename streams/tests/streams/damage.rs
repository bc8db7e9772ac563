//! Damage of every kind is found, and the file named.

use std::{fs, path::PathBuf};

use hapi_proto::{block::block_item::Item, services::RecordStreamFile};
use hapi_streams::{Signer, VerifyError, read_block_file, read_record_file, verify_directory};
use prost::Message;
use tempfile::{TempDir, tempdir};

use crate::{
    files::{begin, closing, verify, write},
    support::{OwnedContent, SECOND, plain, rounds, settings, sidecar, signer},
};

struct Bench {
    dir: TempDir,
}

impl Bench {
    /// Streams of four files each.
    fn new() -> Self {
        let dir = tempdir().unwrap();
        let mut rounds = closing(rounds(&[(); 4].map(|()| plain(3 * SECOND))));
        let OwnedContent::Handled(tx) = &mut rounds[1].events[0].contents[0] else { unreachable!() };
        tx.sidecars.push(sidecar(tx.entries[0].1.consensus_timestamp.unwrap(), 1, 9));
        write(&mut begin(&settings(dir.path())), &rounds);
        verify(dir.path());
        Self { dir }
    }

    /// The files with an ending, in their order.
    fn files(&self, dir: &str, ending: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.dir.path().join(dir)).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = entries.filter(|path| path.to_str().unwrap().ends_with(ending)).collect();
        files.sort_unstable();
        files
    }

    fn records(&self) -> Vec<PathBuf> {
        self.files("recordStreams/record0.0.3", ".rcd.gz")
    }

    fn blocks(&self) -> Vec<PathBuf> {
        self.files("blockStreams/block-0.0.3", ".blk.gz")
    }

    fn error(&self) -> VerifyError {
        verify_directory(self.dir.path(), Some(signer().public_key()), |_| {}).expect_err("it is damaged")
    }

    /// That the error names the file and says this.
    fn names(&self, path: &std::path::Path, says: &str) {
        let error = self.error();
        let VerifyError::Damaged(damaged) = &error else { panic!("{error}") };
        assert_eq!(damaged.path, path, "{error}");
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[test]
fn any_flipped_bit_or_cut_is_found() {
    let bench = Bench::new();
    let endings = [
        ("recordStreams/record0.0.3", ".rcd.gz"),
        ("recordStreams/record0.0.3", ".rcd_sig"),
        ("recordStreams/record0.0.3/sidecar", ".rcd.gz"),
        ("blockStreams/block-0.0.3", ".blk.gz"),
    ];
    for (dir, ending) in endings {
        for path in bench.files(dir, ending) {
            let whole = fs::read(&path).unwrap();
            // Not in the header of the compression: its flags and times mean nothing.
            for at in (10..whole.len()).step_by(29) {
                let mut damaged = whole.clone();
                damaged[at] ^= 1 << (at % 8);
                fs::write(&path, &damaged).unwrap();
                let error = bench.error().to_string();
                assert!(error.contains(path.file_name().unwrap().to_str().unwrap()), "{at}: {error}");
            }
            fs::write(&path, &whole[..whole.len() - 3]).unwrap();
            bench.error();
            fs::write(&path, &whole).unwrap();
        }
    }
    verify(bench.dir.path());
}

#[test]
fn a_missing_file_breaks_the_chain() {
    let bench = Bench::new();
    for files in [bench.records(), bench.blocks()] {
        let kept = fs::read(&files[1]).unwrap();
        fs::remove_file(&files[1]).unwrap();
        bench.names(&files[2], "follows");
        fs::write(&files[1], kept).unwrap();
    }
    for marker in
        [bench.files("recordStreams/record0.0.3", ".mf"), bench.files("blockStreams/block-0.0.3", ".mf")]
    {
        fs::remove_file(&marker[0]).unwrap();
        let error = bench.error().to_string();
        assert!(error.contains("marker"), "{error}");
        fs::write(&marker[0], b"").unwrap();
    }
    let sidecar = &bench.files("recordStreams/record0.0.3/sidecar", ".rcd.gz")[0];
    fs::remove_file(sidecar).unwrap();
    bench.names(sidecar, "");
}

#[test]
fn another_nodes_signature_is_found() {
    let bench = Bench::new();
    let stranger = Signer::from_seed([9; 32]).public_key();
    let error = verify_directory(bench.dir.path(), Some(stranger), |_| {}).unwrap_err().to_string();
    assert!(error.contains("not by the node's key") && error.contains(".rcd_sig"), "{error}");
    assert!(verify_directory(bench.dir.path(), None, |_| {}).is_ok(), "nobody asked whose they are");
    fs::remove_dir_all(bench.dir.path().join("recordStreams")).unwrap();
    let error = verify_directory(bench.dir.path(), Some(stranger), |_| {}).unwrap_err().to_string();
    assert!(error.contains("not over its root") && error.contains(".blk.gz"), "{error}");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn rewrite_record(path: &std::path::Path, change: impl FnOnce(&mut RecordStreamFile)) {
    let mut file = read_record_file(path).unwrap();
    change(&mut file);
    fs::write(path, gzip(&[&[0, 0, 0, 6], &file.encode_to_vec()[..]].concat())).unwrap();
}

fn rewrite_block(path: &std::path::Path, change: impl FnOnce(&mut Vec<Item>)) {
    let block = read_block_file(path).unwrap();
    let mut items = block.items.into_iter().map(|item| item.item.unwrap()).collect();
    change(&mut items);
    let items = items.into_iter().map(|item| hapi_proto::block::BlockItem { item: Some(item) }).collect();
    fs::write(path, gzip(&hapi_proto::block::Block { items }.encode_to_vec())).unwrap();
}

#[test]
fn forged_contents_are_found_although_the_file_is_whole() {
    let bench = Bench::new();
    let record = &bench.records()[2];
    let whole = fs::read(record).unwrap();
    let forge = |change: fn(&mut RecordStreamFile), says: &str| {
        rewrite_record(record, change);
        let error = bench.error().to_string();
        assert!(error.contains(says), "{error}");
        fs::write(record, &whole).unwrap();
    };
    forge(|file| file.record_stream_items[0].record.as_mut().unwrap().transaction_fee += 1, "its items give");
    forge(|file| file.record_stream_items.clear(), "of the time that names it");
    forge(|file| file.block_number += 1, "follows number 1");
    forge(|file| file.start_object_running_hash = None, "a hash is missing");
    forge(
        |file| file.sidecars.push(hapi_proto::services::SidecarMetadata::default()),
        "over a hash of the file",
    );

    let block = &bench.blocks()[1];
    let whole = fs::read(block).unwrap();
    let forge = |change: fn(&mut Vec<Item>), says: &str| {
        rewrite_block(block, change);
        bench.names(block, says);
        fs::write(block, &whole).unwrap();
    };
    forge(|items| drop(items.remove(0)), "begin with a header");
    forge(|items| drop(items.remove(2)), "not over its root");
    forge(|items| drop(items.pop()), "no proof");
    forge(|items| drop(items.remove(items.len() - 2)), "no footer");
    forge(|items| items.push(items[1].clone()), "follows the footer");
    forge(|items| drop(items.remove(items.len() - 3)), "no singleton");

    // The root does not say which result is whose; the record stream does.
    rewrite_block(block, |items| items.swap(3, 4));
    assert!(matches!(bench.error(), VerifyError::Unequal { .. }));
}

#[test]
fn streams_that_tell_different_things_are_found() {
    let bench = Bench::new();
    let other = tempdir().unwrap();
    let mut rounds = closing(rounds(&[(); 4].map(|()| plain(3 * SECOND))));
    let OwnedContent::Handled(tx) = &mut rounds[2].events[0].contents[0] else { unreachable!() };
    tx.entries[0].1.transaction_fee += 1;
    write(&mut begin(&settings(other.path())), &rounds);
    // Each is right by itself.
    fs::remove_dir_all(bench.dir.path().join("blockStreams")).unwrap();
    fs::rename(other.path().join("blockStreams"), bench.dir.path().join("blockStreams")).unwrap();
    let error = bench.error();
    let VerifyError::Unequal { time, .. } = error else { panic!("{error}") };
    assert_eq!(Some(time), rounds[2].entries().next().unwrap().1.consensus_timestamp);
}
