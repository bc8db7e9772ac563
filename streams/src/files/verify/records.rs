//! Record files, checked.

use std::path::Path;

use bytes::Bytes;
use hapi_proto::services::{
    HashObject, RecordStreamFile, RecordStreamItem, SignatureObject, SignedTransaction, Timestamp,
    Transaction, TransactionReceipt, TransactionRecord,
};
use prost::Message;

use super::{
    super::{
        DamagedFile,
        names::{RECORD, SIGNATURE, sidecar_dir, sidecar_stem},
        read::{parse_record, parse_sidecar, read_compressed, read_signature_file},
    },
    Seen, Told, Verified, VerifyError, ensure, ensure_marker, stems, wrong,
};
use crate::{
    Hash,
    record::{metadata_hash, name::stem, running_hash_of},
    signer::is_signed,
};

/// Where the chain is.
#[derive(Clone, Copy)]
struct Link {
    number: u64,
    running: Hash,
    last: Timestamp,
}

pub(super) fn verify(
    dir: &Path,
    public_key: Option<[u8; 32]>,
    verified: &mut Verified,
    told: &mut Vec<Told>,
    see: &mut impl FnMut(Seen<'_>),
) -> Result<(), VerifyError> {
    let mut link: Option<Link> = None;
    for name in stems(dir, RECORD)? {
        let path = dir.join(format!("{name}{RECORD}"));
        let contents = read_compressed(&path)?;
        let file = parse_record(&path, &contents)?;
        ensure_marker(dir, &name, &path)?;
        link = Some(follow(&path, &name, &file, link)?);
        verify_signatures(&dir.join(format!("{name}{SIGNATURE}")), &file, Hash::of(&contents), public_key)?;
        verify_sidecars(&path, &sidecar_dir(dir), &name, &file)?;
        for item in &file.record_stream_items {
            let (signed, record) = parts(&path, item)?;
            told.push(tell(&path, signed, record)?);
            see(Seen { file: &path, signed, record });
            verified.records += 1;
        }
        verified.record_files += 1;
    }
    verified.running_hash = link.map(|link| link.running);
    Ok(())
}

/// Checks that a file follows the one before it, and that its end follows from its start.
fn follow(
    path: &Path,
    name: &str,
    file: &RecordStreamFile,
    before: Option<Link>,
) -> Result<Link, DamagedFile> {
    let number = u64::try_from(file.block_number).map_err(|_| wrong(path, "its number is negative"))?;
    let start = hash_in(path, file.start_object_running_hash.as_ref())?;
    let expected = match before {
        Some(before) => {
            ensure(number == before.number + 1, path, || {
                format!("it has number {number} and follows number {}", before.number)
            })?;
            before.running
        }
        None if number == 0 => Hash::ZEROS,
        // What was before it was pruned.
        None => start,
    };
    ensure(start == expected, path, || format!("it starts from running hash {start}, not from {expected}"))?;
    let (mut running, mut last) = (start, before.map_or(Timestamp::MIN, |before| before.last));
    let mut is_named = false;
    for item in &file.record_stream_items {
        running = running_hash_of(running, item);
        let time = item.record.as_ref().and_then(|record| record.consensus_timestamp).unwrap_or_default();
        ensure(last < time, path, || format!("a record of {time} follows one of {last}"))?;
        is_named |= stem(time) == name;
        last = time;
    }
    ensure(is_named, path, || "it has no transaction of the time that names it".into())?;
    let end = hash_in(path, file.end_object_running_hash.as_ref())?;
    ensure(end == running, path, || {
        format!("it ends with running hash {end}, but its items give {running}")
    })?;
    Ok(Link { number, running, last })
}

fn verify_signatures(
    path: &Path,
    file: &RecordStreamFile,
    hash: Hash,
    public_key: Option<[u8; 32]>,
) -> Result<(), DamagedFile> {
    let signatures = read_signature_file(path)?;
    let version = file.hapi_proto_version.clone().unwrap_or_default();
    let start = hash_in(path, file.start_object_running_hash.as_ref())?;
    let end = hash_in(path, file.end_object_running_hash.as_ref())?;
    let metadata = metadata_hash(&version, start, end, u64::try_from(file.block_number).unwrap_or(0));
    verify_signature(path, "file", signatures.file_signature.as_ref(), hash, public_key)?;
    verify_signature(path, "metadata", signatures.metadata_signature.as_ref(), metadata, public_key)
}

fn verify_signature(
    path: &Path,
    what: &str,
    signature: Option<&SignatureObject>,
    expected: Hash,
    public_key: Option<[u8; 32]>,
) -> Result<(), DamagedFile> {
    let signature = signature.ok_or_else(|| wrong(path, format!("it has no signature of the {what}")))?;
    let hash = hash_in(path, signature.hash_object.as_ref())?;
    ensure(hash == expected, path, || format!("it is over a hash of the {what} that is not {expected}"))?;
    let length = i32::try_from(signature.signature.len()).unwrap_or(i32::MAX);
    let is_whole = signature.length == length && signature.checksum == 101 - length;
    ensure(is_whole, path, || format!("the signature of the {what} is not as long as it says"))?;
    let is_signed = public_key.is_none_or(|key| is_signed(key, &hash.0, &signature.signature));
    ensure(is_signed, path, || format!("the signature of the {what} is not by the node's key"))
}

fn verify_sidecars(
    record: &Path,
    dir: &Path,
    name: &str,
    file: &RecordStreamFile,
) -> Result<(), DamagedFile> {
    for metadata in &file.sidecars {
        let stem = sidecar_stem(name, metadata.id);
        let path = dir.join(format!("{stem}{RECORD}"));
        let contents = read_compressed(&path)?;
        let expected = hash_in(record, metadata.hash.as_ref())?;
        ensure(Hash::of(&contents) == expected, &path, || format!("its hash is not {expected}"))?;
        parse_sidecar(&path, &contents)?;
        ensure_marker(dir, &stem, &path)?;
    }
    Ok(())
}

fn parts<'a>(
    path: &Path,
    item: &'a RecordStreamItem,
) -> Result<(&'a Bytes, &'a TransactionRecord), DamagedFile> {
    match (&item.transaction, &item.record) {
        (Some(transaction), Some(record)) => Ok((&transaction.signed_transaction_bytes, record)),
        _ => Err(wrong(path, "an item has no transaction or no record")),
    }
}

fn tell(path: &Path, signed: &[u8], record: &TransactionRecord) -> Result<Told, DamagedFile> {
    let time = record.consensus_timestamp.unwrap_or_default();
    let hash = Hash::of(signed);
    let is_known =
        record.transaction_hash == hash.0[..] || record.transaction_hash == legacy_hash(signed).0[..];
    ensure(is_known, path, || format!("the record of {time} has the hash of another transaction"))?;
    let status = record.receipt.as_ref().map_or(0, |receipt: &TransactionReceipt| receipt.status);
    Ok(Told { time, status, fee: record.transaction_fee, signed: hash })
}

/// The hash of a transaction that came in the deprecated form: that of its `Transaction` message.
fn legacy_hash(signed: &[u8]) -> Hash {
    let SignedTransaction { body_bytes, sig_map, .. } = SignedTransaction::decode(signed).unwrap_or_default();
    #[expect(deprecated, reason = "the hash is that of the deprecated form")]
    let transaction = Transaction { body_bytes, sig_map, ..Transaction::default() };
    Hash::of(&transaction.encode_to_vec())
}

fn hash_in(path: &Path, object: Option<&HashObject>) -> Result<Hash, DamagedFile> {
    object
        .and_then(|object| Hash::from_bytes(&object.hash))
        .ok_or_else(|| wrong(path, "a hash is missing, or is not of 48 bytes"))
}
